/**
 * `deno task classify`: folders of pictures to a table of probabilities, one row a face. A bad
 * picture becomes a row that says what is wrong with it; a run that was stopped goes on.
 */
import { resolve } from "node:path";
import { createClassifier } from "lib/faces/classifier.ts";
import { type Detector, DETECTORS } from "lib/faces/detector.ts";
import { loadDetector } from "lib/faces/learned.ts";
import { FACE_MODES } from "lib/faces/regions.ts";
import { classifyFolder, outcomeText } from "./classify/run.ts";
import { defineCommand, runCommand, UsageError } from "./cli.ts";
import { checkMargin, MARGIN_OPTION } from "./margin.ts";
import { ENGINE_OPTIONS, MODEL_OPTION, openEngine, openModel } from "./model.ts";

const command = defineCommand({
  name: "classify",
  summary: "Classifies the faces in pictures, into a CSV table with a row for each face.",
  positionals: [{ name: "FOLDER|FILE", help: "pictures, or folders of them", rest: true }],
  options: {
    out: { type: "string", value: "CSV", default: "results.csv", help: "the table" },
    recursive: { type: "boolean", short: "r", help: "look into sub-folders too" },
    faces: {
      type: "string",
      choices: FACE_MODES,
      default: "auto",
      help: "crop: each picture is a face; detect: search for faces; auto: crop for " +
        "pictures up to 100 pixels that are about square, else detect",
    },
    detector: {
      type: "string",
      choices: DETECTORS,
      default: "learned",
      help: "what searches for faces",
    },
    margin: MARGIN_OPTION,
    align: { type: "boolean", help: "turn faces upright by their eyes" },
    model: MODEL_OPTION,
    report: { type: "string", value: "HTML", help: "also write a contact sheet" },
    ...ENGINE_OPTIONS,
  },
  json: "the numbers of pictures, faces and failures, and the files written",
  notes: "Reads JPEG, PNG, WebP and the first frame of GIF, up to 25 megapixels. A picture that\n" +
    "cannot be read or has no face gets a row with its error. Run it again with the same --out\n" +
    "to go on after an interruption or to add pictures; a row with an error stays, so remove the\n" +
    "table to try its pictures again. Beside the table, CSV.json says how much of it is complete.",
  graceful: true,
  async run({ options, positionals, say, print, signal }) {
    checkMargin(options.margin);
    if (options.report !== undefined && !/\.html?$/i.test(options.report)) {
      throw new UsageError(`Cannot use --report: it must end in .html, but is ${options.report}.`);
    }
    if (options.report !== undefined && resolve(options.report) === resolve(options.out)) {
      throw new UsageError(
        `Cannot use --report: it must be another file than --out, but both are ${options.out}.`,
      );
    }
    const { model, hash } = await openModel(options.model);
    const engine = await openEngine(options, say);
    let detector: Promise<Detector> | undefined;
    const outcome = await classifyFolder({
      ...options,
      paths: positionals,
      model: model.origin,
      weights: hash,
      classifier: createClassifier(engine, model),
      loadDetector: () =>
        detector ??= loadDetector(engine, options.detector, { eyes: options.align }),
      say,
      signal,
    });
    print(outcome, outcomeText(outcome));
    if (outcome.allFailed) {
      throw new Error(
        "Cannot classify: every picture failed; the table's column error says why. Remove " +
          "the table to try them again.",
      );
    }
  },
});

if (import.meta.main) await runCommand(command);
