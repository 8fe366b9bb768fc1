/**
 * The record of one comparison of explanations: for every picture and every way to explain it, how
 * fast the probability of the predicted class falls when the hottest pixels go first, and how fast
 * it rises when they come first. One JSON file; tables are computed from it.
 */
import { readJsonRecord, writeJsonRecord } from "./json_record.ts";
import type { Hardware } from "./run.ts";

/** A picture that was explained. */
export interface StudiedPicture {
  readonly row: string;
  readonly usage: "public" | "private";
  readonly label: string;
  readonly predicted: string;
}

/** One way to explain, with its scores in the order of the pictures. */
export interface StudiedMethod {
  /** A method of `lib/explain`, or a control that does not look at the network. */
  readonly method: string;
  /** Null where the method looks at no stage. */
  readonly stage: string | null;
  /** Side of the maps. */
  readonly side: number;
  /** Areas under the deletion curves: less is better. */
  readonly deletion: readonly number[];
  /** Areas under the insertion curves: more is better. */
  readonly insertion: readonly number[];
  /** How many maps were zero everywhere. */
  readonly empty: number;
}

/** A face that anyone may be shown, and what its Grad-CAM is at several stages. */
export interface StudiedExample {
  /** Whose face it is and where it comes from. */
  readonly name: string;
  readonly label: string;
  readonly predicted: string;
  readonly probability: number;
  /** Grey values, 0 to 255, row-major. */
  readonly picture: {
    readonly width: number;
    readonly height: number;
    readonly pixels: readonly number[];
  };
  /** In the order of computation. */
  readonly stages: readonly {
    readonly stage: string;
    readonly width: number;
    readonly height: number;
    /** As a heat map's. */
    readonly shift: number;
    /** From 0 to 1, row-major. */
    readonly values: readonly number[];
  }[];
}

export interface ExplanationStudy {
  readonly format: 1;
  /** The explained run, `<experiment>/<budget>-seed<seed>`. */
  readonly run: string;
  /** SHA-256 of its weights. */
  readonly weights: string;
  /** Steps of each curve. */
  readonly steps: number;
  readonly pictures: readonly StudiedPicture[];
  readonly methods: readonly StudiedMethod[];
  readonly example: StudiedExample;
  readonly hardware: Hardware;
  readonly versions: Readonly<Record<string, string>>;
  readonly commit: string;
  readonly dataHashes: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** ISO 8601. */
  readonly finishedAt: string;
}

/** Where the study of a run is recorded. */
export function studyPath(results: string, run: string): string {
  return `${results}/explain/${run.replaceAll("/", "-")}.json`;
}

/** Writes a study. */
export async function writeStudy(path: string, study: ExplanationStudy): Promise<void> {
  await writeJsonRecord(path, study, checkStudy);
}

/** Reads a study; null where none is recorded. @throws Error when it is damaged */
export async function readStudy(path: string): Promise<ExplanationStudy | null> {
  return await readJsonRecord(path, checkStudy);
}

function checkStudy({ format, pictures, methods, example }: ExplanationStudy): void {
  if (format !== 1) throw new Error(`format must be 1, but is ${format}`);
  const { picture, stages } = example;
  for (
    const [name, { width, height, values }] of [
      ["the example's picture", { ...picture, values: picture.pixels }] as const,
      ...stages.map((stage) => [`the example's ${stage.stage}`, stage] as const),
    ]
  ) {
    if (values.length === width * height && values.every(Number.isFinite)) continue;
    throw new Error(`${name} must have ${width} × ${height} numbers, but has ${values.length}`);
  }
  for (const { method, stage, deletion, insertion } of methods) {
    const name = stage === null ? method : `${method} at ${stage}`;
    for (const values of [deletion, insertion]) {
      if (values.length !== pictures.length) {
        throw new Error(
          `${name} must have a score for each of ${pictures.length} pictures, but has ` +
            `${values.length}`,
        );
      }
      const wrong = values.find((value) => !(value >= 0 && value <= 1));
      if (wrong !== undefined) throw new Error(`${name} must score from 0 to 1, but has ${wrong}`);
    }
  }
}
