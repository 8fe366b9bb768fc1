/** A whole run of `deno task explain`, with the network handed in: read, explain, draw, write. */
import { basename, extname, join, resolve } from "node:path";
import type { Explainer, Method } from "lib/explain/explainer.ts";
import type { HeatMap } from "lib/explain/heat_map.ts";
import { labelOf } from "lib/faces/classifier.ts";
import { readPicture } from "lib/faces/decode.ts";
import type { Detector } from "lib/faces/detector.ts";
import type { Box } from "lib/faces/face.ts";
import type { FaceMode } from "lib/faces/regions.ts";
import { toPng } from "lib/figures/png.ts";
import { percent } from "lib/figures/words.ts";
import { writeFileAtomic } from "lib/records/atomic.ts";
import type { Preprocess } from "lib/records/run.ts";
import { Interrupted, UsageError } from "../cli.ts";
import { explanationDrawing } from "./drawing.ts";
import { type ExplainedFace, explainPicture } from "./explain_picture.ts";

const FORMATS = [".png", ".svg"];
/** What else one might expect to be drawn; a folder is not called so. */
const OTHER_FORMATS = [".jpg", ".jpeg", ".webp", ".gif", ".pdf"];

export interface ExplainFilesOptions {
  readonly files: readonly string[];
  /** A `.png` or `.svg` file for one picture, else a folder. */
  readonly out: string;
  readonly method: Method;
  /** Name of a stage; undefined: the last with maps. */
  readonly stage: string | undefined;
  /** Name of a class; undefined: the predicted. */
  readonly class: string | undefined;
  readonly faces: FaceMode;
  readonly explainer: Explainer;
  readonly preprocess: Preprocess;
  /** Origin of the network in words. */
  readonly model: string;
  /** Called when a picture is to be searched. */
  readonly detector: () => Promise<Detector>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** A face as `--json` prints it. */
export interface FaceRecord {
  /** The detector's box, or null where the whole picture is the face. */
  readonly box: Box | null;
  readonly label: string;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly explained: string;
  readonly heat: Omit<HeatMap, "values"> & { readonly values: readonly number[] };
}

export type PictureRecord =
  | {
    readonly file: string;
    readonly out: string;
    readonly method: Method;
    readonly stage: string | null;
    readonly faces: readonly FaceRecord[];
  }
  | { readonly file: string; readonly error: string };

/**
 * Explains pictures one after another; a bad one does not stop the others.
 *
 * @throws UsageError when class, stage or `out` do not fit
 */
export async function explainFiles(options: ExplainFilesOptions): Promise<PictureRecord[]> {
  const { files, out, explainer, preprocess, method, faces: mode, detector, say } = options;
  const outputs = outputPaths(files, out);
  const target = targetOf(preprocess.classes, options.class);
  const stage = stageOf(explainer, method, options.stage);
  const settings = { explainer, preprocess, mode, detector, method, stage, target };
  const records: PictureRecord[] = [];
  for (const [i, file] of files.entries()) {
    if (options.signal.aborted) throw new Interrupted();
    const path = outputs[i]!;
    try {
      const picture = await readPicture(file);
      const faces = await explainPicture(picture, settings);
      const svg = explanationDrawing(picture, faces, {
        title: basename(file),
        source: `${method}${stage === null ? "" : ` at ${stage}`}. ${options.model}.`,
        classes: preprocess.classes,
      });
      await writeFileAtomic(path, extname(path).toLowerCase() === ".svg" ? svg : toPng(svg));
      const faceRecords = faces.map((face) => faceRecord(face, preprocess.classes));
      records.push({ file, out: path, method, stage, faces: faceRecords });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      say(`${file}: ${message}.`);
      records.push({ file, error: message });
    }
  }
  return records;
}

/** A picture in one line; empty where it failed, which was said before. */
export function recordText(record: PictureRecord): string {
  if ("error" in record) return "";
  const faces = record.faces.map(({ label, probabilities, explained, heat }) => {
    const other = explained === label ? "" : `, explained: ${explained}`;
    const empty = heat.empty ? ", no place stands out" : "";
    return `${label} ${percent(probabilities[label]!, 1)} %${other}${empty}`;
  });
  return `${record.file}: ${faces.join("; ")} → ${record.out}`;
}

/** Where each picture goes; refuses what would overwrite a picture or another output. */
function outputPaths(files: readonly string[], out: string): string[] {
  const extension = extname(out).toLowerCase();
  const single = FORMATS.includes(extension);
  if (OTHER_FORMATS.includes(extension)) {
    throw new UsageError(
      `Cannot use --out: it must be a .png or .svg file, or a folder, but is ${out}.`,
    );
  }
  if (single && files.length > 1) {
    throw new UsageError(
      `Cannot use --out: it must be a folder for ${files.length} pictures, but is ${out}.`,
    );
  }
  const paths = files.map((file) => single ? out : join(out, `${basename(file)}.png`));
  const taken = new Set(files.map((file) => resolve(file)));
  for (const path of paths) {
    if (taken.has(resolve(path))) {
      throw new UsageError(
        `Cannot write ${path}: it must be a new file, but is a picture given or another's output.`,
      );
    }
    taken.add(resolve(path));
  }
  return paths;
}

function targetOf(classes: readonly string[], name: string | undefined): number | null {
  if (name === undefined) return null;
  const target = classes.indexOf(name);
  if (target >= 0) return target;
  throw new UsageError(
    `Cannot use --class: it must be one of ${classes.join(", ")}, but is "${name}".`,
  );
}

function stageOf({ stages }: Explainer, method: Method, name: string | undefined): string | null {
  if (method === "occlusion") {
    if (name === undefined) return null;
    throw new UsageError("Cannot use --stage with occlusion: it looks at the whole network.");
  }
  const names = stages.map((stage) => stage.name);
  if (name === undefined) return names.at(-1)!;
  if (names.includes(name)) return name;
  throw new UsageError(
    `Cannot use --stage: it must be one with spatial maps (${names.join(", ")}), but is "${name}".`,
  );
}

function faceRecord(
  { box, probabilities, target, heat }: ExplainedFace,
  classes: readonly string[],
): FaceRecord {
  return {
    box,
    label: labelOf(probabilities, classes).label,
    probabilities: Object.fromEntries(classes.map((name, i) => [name, probabilities[i]!])),
    explained: classes[target]!,
    heat: { ...heat, values: [...heat.values] },
  };
}
