/** Runs an experiment: faces, backend, training, record. What commands, grids and notebooks call. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadFaces } from "lib/data/load.ts";
import { openEngine, type OpenOptions } from "lib/engine/open.ts";
import { decodeModel } from "lib/models/model_file.ts";
import { configHash } from "lib/records/hash.ts";
import type { RunConfig, RunSummary } from "lib/records/run.ts";
import { listRuns, runFolder } from "lib/records/store.ts";
import type { TrainEvent } from "lib/train/events.ts";
import { checkpointPath, readCheckpoint } from "lib/train/checkpoint.ts";
import { train } from "lib/train/trainer.ts";
import { lockRun } from "./lock.ts";

/** The project's folders, wherever the program is started from. */
const ROOT = fileURLToPath(new URL("..", import.meta.url));
export const RESULTS = `${ROOT}experiments/results`;
const CACHE = `${ROOT}.cache/runs`;

/** Where a run is recorded, and where it lives until then. */
export interface RunPlace {
  readonly results: string;
  readonly cache: string;
}

/**
 * The place of a trial: a smoke run, an overridden setting, a rerun in a notebook. Every
 * configuration has its own, so a trial never touches the recorded runs or another trial.
 */
export function trialPlace(config: RunConfig): RunPlace {
  const folder = `${CACHE}/trials/${configHash(config).slice(0, 12)}`;
  return { results: `${folder}/results`, cache: `${folder}/unfinished` };
}

/** The place of a run: only an experiment as it stands, trained in earnest, is recorded. */
export function placeOf(config: RunConfig, overridden = false): RunPlace {
  return config.budget === "smoke" || overridden
    ? trialPlace(config)
    : { results: RESULTS, cache: CACHE };
}

export interface RunOptions extends OpenOptions, Partial<RunPlace> {
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
 * is stopped again.
 *
 * @throws Error where another run is recorded in its place, or another process trains it
 */
export async function runExperiment(
  config: RunConfig,
  options: RunOptions = {},
): Promise<RunSummary | null> {
  const { results = RESULTS, cache = CACHE, fresh, start, ...rest } = options;
  const folder = runFolder(results, config);
  using _lock = await lockRun(runFolder(cache, config));
  await checkFree(config, { folder, results, unfinished: runFolder(cache, config), fresh });
  const faces = await loadFaces(config.data);
  const engine = await openEngine(options);
  const from = start === undefined ? undefined : decodeModel(await Deno.readFile(start), start);
  return await train({
    ...rest,
    // A record whose weights were kept is replaced by one whose weights are kept.
    keepWeights: options.keepWeights === true || existsSync(`${folder}/weights.safetensors`),
    config,
    faces,
    engine,
    folder,
    cache: runFolder(cache, config),
    ...(fresh === undefined ? {} : { fresh }),
    ...(from ? { start: from } : {}),
  });
}

/**
 * Refuses to write over a record that is not this run's own half, unless it is to be replaced: on
 * demand, or by an unfinished run that began so. An unfinished run alone gives no leave: a record may
 * have come from elsewhere since.
 */
async function checkFree(
  config: RunConfig,
  { folder, results, unfinished, fresh = false }: {
    readonly folder: string;
    readonly results: string;
    readonly unfinished: string;
    readonly fresh?: boolean | undefined;
  },
): Promise<void> {
  const taken = (await listRuns(results)).find((entry) => entry.path === folder);
  if (taken === undefined) return;
  if (taken.state === "unreadable") {
    throw new Error(`${taken.problem}. Move the folder away to train ${config.experiment} anew`);
  }
  if (fresh || (await readCheckpoint(checkpointPath(unfinished)))?.progress.replaces) return;
  if (taken.state === "finished") {
    const same = configHash(taken.config!) === configHash(config);
    throw new Error(
      `Cannot train ${config.experiment}: ${folder} is recorded already` +
        (same ? ". Look at it with `deno task evaluate`" : ", with other settings. Keep it") +
        ", train another seed, or train it anew with --fresh",
    );
  }
  if (taken.config !== null && configHash(taken.config) !== configHash(config)) {
    throw new Error(
      `Cannot train ${config.experiment}: ${folder} holds half a record with other settings. ` +
        "Move it away, or replace it with --fresh",
    );
  }
}
