/**
 * The parts beside the network's own steps: what preparing a batch costs, in the process and on the
 * thread that training uses, and what an explanation costs beside the prediction that it explains.
 */
import type { AugmentationName } from "lib/records/run.ts";
import { type ContenderResult, median } from "./measure.ts";
import type { Request } from "./protocol.ts";
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
    const milliseconds = median(await times(worker, { task: "input", steps: 60, strategy }));
    measured.push({
      strategy,
      milliseconds,
      picturesPerSecond: batch * 1e3 / milliseconds,
      shareOfStep: step === null ? null : milliseconds / step,
    });
  }
  return measured;
}

export interface ExplainResult {
  /** One picture's heat map by Grad-CAM with its probabilities, and its prediction alone. */
  readonly milliseconds: number;
  readonly predictionMilliseconds: number;
  /** How many predictions an explanation costs. */
  readonly ratio: number;
  readonly batch: number;
  readonly batchedPicturesPerSecond: number;
}

/** Times Grad-CAM at the last stage: one picture in turns with its prediction, and batches. */
export async function measureExplain(
  worker: Worker,
  batch: number,
  rounds: number,
): Promise<ExplainResult> {
  const explain: number[] = [], predict: number[] = [], batched: number[] = [];
  // Round 0 records and warms up.
  for (let round = 0; round <= rounds; round++) {
    const one = { steps: 8, batch: 1 } as const;
    const found = await times(worker, { ...one, task: "explain" });
    const plain = await times(worker, { ...one, task: "predict" });
    const many = await times(worker, { task: "explain", steps: 2, batch });
    if (round === 0) continue;
    explain.push(...found);
    predict.push(...plain);
    batched.push(...many);
  }
  const milliseconds = median(explain), predictionMilliseconds = median(predict);
  return {
    milliseconds,
    predictionMilliseconds,
    ratio: milliseconds / predictionMilliseconds,
    batch,
    batchedPicturesPerSecond: batch * 1e3 / median(batched),
  };
}

async function times(worker: Worker, request: Request): Promise<readonly number[]> {
  const answer = await worker.ask(request);
  if ("milliseconds" in answer) return answer.milliseconds;
  throw new Error(`Cannot measure ${request.task}: ${JSON.stringify(answer)}`);
}
