/** A training run of seconds, for tests of the loop: drawn faces, three batches an epoch. */
import { loadFaces } from "../../lib/data/load.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { EpochLog, RunConfig, RunSummary } from "../../lib/records/run.ts";
import { readLog } from "../../lib/records/store.ts";
import { train, type TrainOptions } from "../../lib/train/trainer.ts";
import { syntheticConfig } from "./synthetic_run.ts";

/** Residual-SE at 32×32, with everything that a resumed run must find again. */
export const TINY: RunConfig = syntheticConfig({
  experiment: "tiny",
  augmentation: "aggressive",
  optimizer: {
    kind: "adamw",
    learningRate: 1e-3,
    weightDecay: 0.01,
    decayAll: false,
    clipNorm: 5,
  },
  stages: [{ size: 32, epochs: 2 }],
  batch: 16,
  ema: 0.998,
  evaluationSize: 32,
  limit: 40,
});

let opened: Promise<Engine> | null = null;

/** Trains into `folder/results`, with `folder/cache` for the unfinished run. */
export async function trainTiny(
  folder: string,
  options: Partial<TrainOptions> = {},
): Promise<RunSummary | null> {
  opened ??= openEngine();
  const config = options.config ?? TINY;
  return await train({
    faces: options.faces ?? await loadFaces(config.data),
    engine: await opened,
    folder: `${folder}/results`,
    cache: `${folder}/cache`,
    ...options,
    config,
  });
}

/** What must be the same in two runs of one configuration: all but the times. */
export async function outcome(
  folder: string,
): Promise<{ log: Partial<EpochLog>[]; predictions: string }> {
  const log = (await readLog(`${folder}/results`)).map((epoch) => {
    const { seconds: _seconds, imagesPerSecond: _rate, ...rest } = epoch;
    return rest;
  });
  return { log, predictions: await Deno.readTextFile(`${folder}/results/predictions.csv`) };
}
