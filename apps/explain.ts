/**
 * `deno task explain`: pictures with the heat map of what speaks for a class, and the
 * probabilities.
 */
import { createExplainer, METHODS } from "lib/explain/explainer.ts";
import { type Detector, DETECTORS } from "lib/faces/detector.ts";
import { loadDetector } from "lib/faces/learned.ts";
import { FACE_MODES } from "lib/faces/regions.ts";
import { defineCommand, runCommand } from "./cli.ts";
import { explainFiles, recordText } from "./explain/run.ts";
import { ENGINE_OPTIONS, MODEL_OPTION, openEngine, openModel } from "./model.ts";

const command = defineCommand({
  name: "explain",
  summary: "Shows which places of a face speak for a class: Grad-CAM and its kin.",
  positionals: [{ name: "IMAGE", help: "a picture of a face, or with faces", rest: true }],
  options: {
    out: {
      type: "string",
      value: "PATH",
      default: "explained",
      help: "a .png or .svg file for one picture, else a folder",
    },
    class: { type: "string", value: "NAME", help: "the class to explain; default the predicted" },
    stage: {
      type: "string",
      value: "NAME",
      help: "the stage to look at; default the last with maps",
    },
    method: { type: "string", choices: METHODS, default: "grad-cam", help: "how to explain" },
    model: MODEL_OPTION,
    faces: {
      type: "string",
      choices: FACE_MODES,
      default: "auto",
      help: "crop: the picture is a face; detect: search for faces; auto: crop for " +
        "pictures up to 100 pixels that are about square, else detect",
    },
    detector: {
      type: "string",
      choices: DETECTORS,
      default: "learned",
      help: "what searches for faces",
    },
    ...ENGINE_OPTIONS,
  },
  json: "for each picture its faces with box, probabilities and heat map, or what was wrong",
  notes: "The methods: grad-cam is the report's (equations 2 and 3); grad-cam++ and hires-cam\n" +
    "weigh places differently; occlusion covers one place after another and needs no stage.",
  graceful: true,
  async run({ options, positionals, say, print, signal }) {
    const { model } = await openModel(options.model);
    const engine = await openEngine(options, say);
    let loading: Promise<Detector> | undefined;
    const records = await explainFiles({
      ...options,
      files: positionals,
      stage: options.stage,
      class: options.class,
      explainer: createExplainer(engine, model),
      preprocess: model.preprocess,
      model: model.origin,
      detector: () => loading ??= loadDetector(engine, options.detector),
      say,
      signal,
    });
    print(records, records.map(recordText).filter((line) => line !== "").join("\n"));
    const failed = records.filter((record) => "error" in record).length;
    if (failed > 0) {
      throw new Error(`Cannot explain ${failed} of ${records.length} pictures, see above.`);
    }
  },
});

if (import.meta.main) await runCommand(command);
