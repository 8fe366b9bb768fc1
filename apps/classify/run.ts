/** A whole run of `deno task classify`, with the network handed in: list, classify, write, report. */
import type { Classifier } from "lib/faces/classifier.ts";
import type { Detector } from "lib/faces/detector.ts";
import type { FaceMode } from "lib/faces/regions.ts";
import { thousands } from "lib/figures/words.ts";
import { Progress } from "lib/notebook/progress.ts";
import { listPictures } from "./files.ts";
import { classifyPictures } from "./pipeline.ts";
import { writeReport } from "./report.ts";
import { ResultsTable } from "./table.ts";

export interface ClassifyOptions {
  readonly paths: readonly string[];
  readonly out: string;
  readonly recursive: boolean;
  readonly faces: FaceMode;
  readonly detector: string;
  readonly margin: number;
  readonly align: boolean;
  readonly report?: string | undefined;
  /** Origin of the network in words, and the SHA-256 of its weights. */
  readonly model: string;
  readonly weights: string;
  readonly classifier: Classifier;
  /** Called when a picture is to be searched, once or more often. */
  readonly loadDetector: () => Promise<Detector>;
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** What a run did; pictures that had their rows before count as `before` only. */
export interface Outcome {
  readonly pictures: number;
  readonly faces: number;
  readonly failed: number;
  readonly before: number;
  readonly allFailed: boolean;
  readonly stopped: boolean;
  readonly seconds: number;
  readonly out: string;
  readonly report: string | null;
}

/**
 * Classifies pictures into a table.
 *
 * @throws Error when there is no picture, or the table or the report cannot be written
 */
export async function classifyFolder(options: ClassifyOptions): Promise<Outcome> {
  const { paths, out, classifier, say, signal } = options;
  const files = await listPictures(paths, options);
  if (files.length === 0) {
    throw new Error(
      `Cannot classify: ${paths.join(", ")} must hold pictures, but holds none` +
        (options.recursive ? "." : "; --recursive looks into sub-folders too."),
    );
  }
  const { classes } = classifier.preprocess;
  const { model, weights, faces: mode, detector, margin, align } = options;
  const settings = { model, weights, classes, faces: mode, detector, margin, align };
  using table = await ResultsTable.open(out, settings);
  const missing = files.filter((file) => !table.done.has(file));
  const before = files.length - missing.length;
  if (before > 0) {
    say(`${thousands(before)} of ${thousands(files.length)} pictures are done already.`);
  }
  const start = performance.now();
  const progress = new Progress({ total: missing.length, unit: "pictures" });
  let pictures = 0, faces = 0, failed = 0;
  const regions = { mode, detector: options.loadDetector, margin, align };
  for await (const batch of classifyPictures(missing, classifier, regions, signal)) {
    await table.append(batch);
    pictures += batch.length;
    for (const result of batch) {
      if ("error" in result) failed++;
      else faces += result.faces.length;
    }
    progress.set(pictures, failed > 0 ? `${thousands(failed)} failed` : "");
  }
  await progress.finish();
  const seconds = (performance.now() - start) / 1000;
  const stopped = signal?.aborted ?? false;
  if (options.report !== undefined && !stopped) {
    const drawing = new Progress({ total: null, unit: "thumbnails" });
    await writeReport(options.report, out, classes, (done) => drawing.set(done));
    await drawing.finish();
  }
  const good = pictures - failed +
    files.filter((file) => table.done.has(file) && !table.failed.has(file)).length;
  return {
    pictures,
    faces,
    failed,
    before,
    allFailed: good === 0 && !stopped,
    stopped,
    seconds,
    out,
    report: stopped ? null : options.report ?? null,
  };
}

/** The outcome in a sentence or two. */
export function outcomeText(outcome: Outcome): string {
  const { pictures, faces, failed, seconds, out, report, stopped } = outcome;
  const rate = seconds > 0 ? `, ${(pictures / seconds).toFixed(0)} pictures/s` : "";
  const problems = failed === 0
    ? "none failed"
    : `${thousands(failed)} failed, see the column error`;
  const sheet = report === null ? "" : ` Contact sheet: ${report}.`;
  const count = (n: number, one: string) => `${thousands(n)} ${one}${n === 1 ? "" : "s"}`;
  return `${stopped ? "Stopped: " : ""}${count(faces, "face")} in ${count(pictures, "picture")} ` +
    `(${problems}${rate}) → ${out}.${sheet}` +
    (stopped ? " Run it again with the same --out to go on." : "");
}
