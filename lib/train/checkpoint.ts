/**
 * A checkpoint: everything a run needs to go on to the same bits, in one file that is replaced
 * whole. Order, augmentation and dropout follow from seed, epoch and step, so position and counters
 * stand for the state of every random number.
 */
import type { BackendName, Engine, Precision, State } from "../engine/engine.ts";
import { decodeSafetensors, encodeSafetensors, type SavedArray } from "../models/safetensors.ts";
import { writeFileAtomic } from "../records/atomic.ts";
import type { EpochLog, OptimizerConfig, RunSummary } from "../records/run.ts";
import { type ScheduleState, startSchedule } from "./schedule.ts";

/** How a run began. It stays so, whoever goes on with it and how. */
export interface Beginning {
  /** Hash of the configuration; another configuration must not go on from here. */
  readonly configHash: string;
  /** Origin of the weights that training started from; null where they were drawn. */
  readonly startedFrom: string | null;
  /** What computes, on which data: another origin would go on to other bits. */
  readonly origin: Origin | null;
  /** Whether it began afresh, so that it may take the place of a record. */
  readonly replaces: boolean;
}

/** Where a run stands. */
export interface Progress extends Beginning {
  /** Whether the weights are to be kept with the record: once asked for, it stays so. */
  readonly keepWeights: boolean;
  /** Commits of the code that trained, in their order. */
  readonly commits: readonly string[];
  /** Epoch under way, counted from 1, and batches of it that are done. */
  readonly epoch: number;
  readonly batch: number;
  /** Steps taken since the start. */
  readonly steps: number;
  /** Sums over the epoch so far: loss times pictures, hits, pictures, seconds. */
  readonly sums: { loss: number; correct: number; pictures: number; seconds: number };
  readonly schedule: ScheduleState;
  /** Why the run ended before its last epoch, if it did. */
  readonly stopped: RunSummary["stoppedBy"] | null;
  readonly log: readonly EpochLog[];
  readonly best: { readonly epoch: number; readonly loss: number } | null;
  /** Seconds spent so far: training alone, and everything. */
  readonly seconds: { readonly training: number; readonly total: number };
}

export interface Origin {
  readonly backend: BackendName;
  /** Absent from earlier checkpoints. */
  readonly device?: string;
  readonly precision: Precision;
  /** Sums are split among them; absent from earlier checkpoints. */
  readonly threads?: number;
  /** SHA-256 by name of the data files. */
  readonly dataHashes: Readonly<Record<string, string>>;
}

const PROGRESS = "progress";

/** What computes, on which data. */
export function originOf(
  { backend, device, precision, threads }: Engine,
  dataHashes: Origin["dataHashes"],
): Origin {
  return { backend, device, precision, threads, dataHashes };
}

/** The progress of a run that begins. */
export function startProgress(optimizer: OptimizerConfig, beginning: Beginning): Progress {
  return {
    ...beginning,
    keepWeights: false,
    commits: [],
    epoch: 1,
    batch: 0,
    steps: 0,
    sums: { loss: 0, correct: 0, pictures: 0, seconds: 0 },
    schedule: startSchedule(optimizer),
    stopped: null,
    log: [],
    best: null,
    seconds: { training: 0, total: 0 },
  };
}

/** The checkpoint's file in the cache folder of a run. */
export function checkpointPath(cache: string): string {
  return `${cache}/checkpoint.safetensors`;
}

/** Writes state and progress. JSON has no infinity; it becomes null and comes back. */
export async function writeCheckpoint(
  path: string,
  state: State,
  shapes: Readonly<Record<string, readonly number[]>>,
  progress: Progress,
): Promise<void> {
  const arrays: Record<string, SavedArray> = {};
  for (const name of state.names) {
    arrays[name] = { dtype: "F32", shape: shapes[name] ?? [], values: await state.get(name) };
  }
  const metadata = { [PROGRESS]: JSON.stringify(progress) };
  await writeFileAtomic(path, encodeSafetensors({ arrays, metadata }));
}

/** Reads a checkpoint; null where there is none. Throws on a damaged one. */
export async function readCheckpoint(
  path: string,
): Promise<{ progress: Progress; arrays: Readonly<Record<string, SavedArray>> } | null> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  const { arrays, metadata } = decodeSafetensors(bytes, path);
  const text = metadata[PROGRESS];
  if (text === undefined) {
    throw new Error(`Cannot resume from ${path}: it holds weights only. Delete it to start anew`);
  }
  // What earlier checkpoints lack.
  const missing = {
    ...{ startedFrom: null, origin: null, replaces: false, keepWeights: false, commits: [] },
    stopped: null,
  };
  const progress: Progress = { ...missing, ...JSON.parse(text) };
  const { schedule } = progress;
  const restored: ScheduleState = {
    ...schedule,
    plateauBest: schedule.plateauBest ?? Infinity,
    stopBest: schedule.stopBest ?? Infinity,
  };
  return { progress: { ...progress, schedule: restored }, arrays };
}

/**
 * @throws Error when a checkpoint came from other data, another backend, device, precision or number
 * of threads, or from other weights than `startedFrom`
 */
export function checkOrigin(
  { origin, startedFrom }: Progress,
  now: Origin,
  start: string | null,
  cache: string,
): void {
  const refuse = (what: string, before: string, today: string) => {
    throw new Error(
      `Cannot resume the run in ${cache}: its ${what} must be ${before}, but is ${today}. Give it ` +
        "what it began with, or start over with --fresh",
    );
  };
  if (start !== null && start !== startedFrom) {
    refuse("starting weights", startedFrom ?? "drawn ones", start);
  }
  if (origin === null) return;
  if (origin.backend !== now.backend) refuse("backend", origin.backend, now.backend);
  if (origin.device !== undefined && origin.device !== now.device) {
    refuse("device", origin.device, now.device ?? "unknown");
  }
  if (origin.precision !== now.precision) refuse("precision", origin.precision, now.precision);
  if (origin.threads !== undefined && origin.threads !== now.threads) {
    refuse("number of threads (--threads)", `${origin.threads}`, `${now.threads}`);
  }
  for (const [file, hash] of Object.entries(origin.dataHashes)) {
    const today = now.dataHashes[file] ?? "missing";
    if (hash !== today) refuse(`data file ${file}`, hash.slice(0, 12), today.slice(0, 12));
  }
}

/** Removes what a process that was killed while it wrote has left in a folder of the run. */
export async function removeLeftovers(folder: string): Promise<void> {
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (isFile && name.endsWith(".tmp")) await Deno.remove(`${folder}/${name}`);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
