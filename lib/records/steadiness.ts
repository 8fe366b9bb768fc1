/**
 * The record of how steady a network is before a camera, and what it scores on either labelling of
 * the same pictures. One JSON file a network; tables are computed from it.
 */
import { readJsonRecord, writeJsonRecord } from "./json_record.ts";
import type { Hardware } from "./run.ts";

/** What a network said while one face was held before the camera. */
export interface SteadyFace {
  readonly row: string;
  /** How often the label changed from one frame to the next. */
  readonly changes: number;
  /** The same of the smoothed label, which the programs show. */
  readonly smoothedChanges: number;
  /** Mean probability of the label. */
  readonly confidence: number;
}

/** Scores on the validation pictures under one data set's labels. */
export interface LabelScore {
  readonly dataset: "ferplus" | "fer2013";
  readonly n: number;
  readonly accuracy: number;
  readonly macroF1: number;
}

export interface Steadiness {
  readonly format: 1;
  /** The network's run, `<experiment>/<budget>-seed<seed>`. */
  readonly run: string;
  /** SHA-256 of its weights. */
  readonly weights: string;
  readonly classes: readonly string[];
  readonly clip: {
    /** Seconds that each face is held. */
    readonly seconds: number;
    readonly framesPerSecond: number;
    readonly seed: number;
    /** Time constant of the smoothed label, in seconds. */
    readonly smoothing: number;
  };
  readonly faces: readonly SteadyFace[];
  readonly scores: readonly LabelScore[];
  readonly hardware: Hardware;
  readonly versions: Readonly<Record<string, string>>;
  readonly commit: string;
  readonly dataHashes: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly finishedAt: string;
}

/** Where the steadiness of a run's network is recorded. */
export function steadinessPath(results: string, run: string): string {
  return `${results}/steadiness/${run.replaceAll("/", "-")}.json`;
}

/** Writes a record. */
export async function writeSteadiness(path: string, record: Steadiness): Promise<void> {
  await writeJsonRecord(path, record, checkSteadiness);
}

/** Reads a record; null where there is none. @throws Error when it is damaged */
export async function readSteadiness(path: string): Promise<Steadiness | null> {
  return await readJsonRecord(path, checkSteadiness);
}

function checkSteadiness({ format, clip, faces, scores }: Steadiness): void {
  if (format !== 1) throw new Error(`format must be 1, but is ${format}`);
  const most = clip.seconds * clip.framesPerSecond - 1;
  for (const { row, changes, smoothedChanges, confidence } of faces) {
    for (const count of [changes, smoothedChanges]) {
      if (Number.isInteger(count) && count >= 0 && count <= most) continue;
      throw new Error(`face ${row} must change its label 0 to ${most} times, but does ${count}`);
    }
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new Error(`face ${row} must have a confidence from 0 to 1, but has ${confidence}`);
    }
  }
  for (const { dataset, accuracy, macroF1 } of scores) {
    if (accuracy >= 0 && accuracy <= 1 && macroF1 >= 0 && macroF1 <= 1) continue;
    throw new Error(`${dataset} must have scores from 0 to 1, but has ${accuracy}, ${macroF1}`);
  }
}
