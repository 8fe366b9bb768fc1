/** Runs an experiment: faces, backend, training, record. What commands, grids and notebooks call. */
import { loadFaces } from "lib/data/load.ts";
import { openEngine, type OpenOptions } from "lib/engine/open.ts";
import { decodeModel } from "lib/models/model_file.ts";
import { configHash } from "lib/records/hash.ts";
import type { RunConfig, RunSummary } from "lib/records/run.ts";
import { listRuns, runFolder } from "lib/records/store.ts";
import { train, type TrainEvent } from "lib/train/trainer.ts";

/** The project's folders, wherever the program is started from. */
const ROOT = new URL("..", import.meta.url).pathname;
export const RESULTS = `${ROOT}experiments/results`;
export const CACHE = `${ROOT}.cache/runs`;

export interface RunOptions extends OpenOptions {
  /** Folder of the recorded runs. */
  readonly results?: string;
  /** Folder of unfinished runs. */
  readonly cache?: string;
  /** Train again although the run is recorded or under way. */
  readonly fresh?: boolean;
  /** A model file to start from. */
  readonly start?: string;
  readonly keepWeights?: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TrainEvent) => void;
}

/** Whether a run of this configuration is recorded, and where. */
export async function recorded(config: RunConfig, results = RESULTS): Promise<string | null> {
  const hash = configHash(config);
  const found = (await listRuns(results)).find((entry) =>
    entry.state === "finished" && entry.config && configHash(entry.config) === hash
  );
  return found?.path ?? null;
}

/**
 * Trains a configuration and records it; goes on with a run that was stopped. Returns null when it
 * is stopped again. Throws where another run is recorded in its place.
 */
export async function runExperiment(
  config: RunConfig,
  options: RunOptions = {},
): Promise<RunSummary | null> {
  const { results = RESULTS, cache = CACHE, fresh, start, ...rest } = options;
  const folder = runFolder(results, config);
  const taken = (await listRuns(results)).find((entry) => entry.path === folder);
  if (taken?.state === "finished" && !fresh) {
    throw new Error(
      `Cannot train ${config.experiment}: ${folder} is recorded already. Look at it with ` +
        `\`deno task evaluate\`, train another seed, or train it anew with --fresh`,
    );
  }
  const faces = await loadFaces(config.data);
  const engine = await openEngine(options);
  const from = start === undefined ? undefined : decodeModel(await Deno.readFile(start), start);
  return await train({
    ...rest,
    config,
    faces,
    engine,
    folder,
    cache: runFolder(cache, config),
    ...(fresh === undefined ? {} : { fresh }),
    ...(from ? { start: from.weights } : {}),
  });
}
