/**
 * The parts beside the network's own steps: what preparing a batch costs, in the process and on the
 * thread that training uses.
 */
import type { AugmentationName } from "lib/records/run.ts";
import { type ContenderResult, median } from "./measure.ts";
import type { Worker } from "./worker.ts";

export interface PipelineResult {
  readonly strategy: AugmentationName;
  /** Median time of a batch, in milliseconds. */
  readonly milliseconds: number;
  readonly picturesPerSecond: number;
  /** Share of a training step of this project's fastest mode. */
  readonly shareOfStep: number | null;
}

/** The report's strongest augmentation, and the fast budget's. */
const STRATEGIES: readonly AugmentationName[] = ["aggressive", "batch"];

/** Times the augmentation of batches by this project. */
export async function measurePipeline(
  worker: Worker,
  batch: number,
  results: readonly ContenderResult[],
): Promise<PipelineResult[]> {
  const steps = results.filter(({ framework }) => framework === "this project")
    .flatMap(({ training }) => training ? [training.median] : []);
  const step = steps.length === 0 ? null : Math.min(...steps);
  const measured: PipelineResult[] = [];
  for (const strategy of STRATEGIES) {
    // The first batches are compiled while they run.
    await worker.ask({ task: "input", steps: 20, strategy });
    const answer = await worker.ask({ task: "input", steps: 60, strategy });
    if (!("milliseconds" in answer)) {
      throw new Error(`internal: no times of ${strategy}: ${JSON.stringify(answer)}`);
    }
    const milliseconds = median(answer.milliseconds);
    measured.push({
      strategy,
      milliseconds,
      picturesPerSecond: batch * 1e3 / milliseconds,
      shareOfStep: step === null ? null : milliseconds / step,
    });
  }
  return measured;
}
