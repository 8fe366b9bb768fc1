/**
 * `deno task annotate`: a video with boxes, steady labels and probability bars over the faces, and,
 * when asked for, a table, a timeline and heat maps.
 */
import { resolve } from "node:path";
import { createClassifier } from "lib/faces/classifier.ts";
import { DETECTORS } from "lib/faces/detector.ts";
import { loadDetector } from "lib/faces/learned.ts";
import { INPUT_STEP, LEAST_INPUT } from "lib/faces/ssd_detector.ts";
import { createExplainer } from "lib/explain/explainer.ts";
import { thousands } from "lib/figures/words.ts";
import { camOverlay } from "./annotate/cam.ts";
import { annotateVideo } from "./annotate/run.ts";
import { defineCommand, runCommand, UsageError } from "./cli.ts";
import { checkMargin, MARGIN_OPTION } from "./margin.ts";
import { ENGINE_OPTIONS, MODEL_OPTION, openEngine, openModel } from "./model.ts";

const command = defineCommand({
  name: "annotate",
  summary: "Draws faces, emotions and probabilities into a video, and keeps its sound.",
  positionals: [{ name: "VIDEO", help: "any video that ffmpeg reads" }],
  options: {
    out: { type: "string", value: "MP4", help: "the annotated video (required)" },
    csv: {
      type: "string",
      value: "CSV",
      help: "also write time, person, box and probabilities of every face that was classified",
    },
    timeline: { type: "string", value: "SVG", help: "also draw each person's emotions over time" },
    every: {
      type: "integer",
      value: "N",
      default: 1,
      help: "search and classify every N-th frame; in between the last answer stands",
    },
    smooth: {
      type: "number",
      value: "SECONDS",
      default: 0.5,
      help: "how slowly the shown label follows; 0 shows each frame's own",
    },
    detector: {
      type: "string",
      choices: DETECTORS,
      default: "learned",
      help: "what searches for faces",
    },
    size: {
      type: "integer",
      value: "PIXELS",
      default: 384,
      help: "size that the learned detector searches a frame at, a multiple of 32; larger finds " +
        "smaller faces and is slower",
    },
    margin: MARGIN_OPTION,
    align: { type: "boolean", help: "turn faces upright by their eyes" },
    cam: { type: "boolean", help: "lay the Grad-CAM heat map of the shown label over each face" },
    model: MODEL_OPTION,
    ...ENGINE_OPTIONS,
  },
  json: "the numbers of frames and people, the speed, and the files written",
  graceful: true,
  async run({ options, positionals, say, print, signal }) {
    const video = positionals[0]!;
    const { out, every, smooth, margin, align } = options;
    if (out === undefined) throw new UsageError("Cannot run annotate: --out is missing.");
    if (!/\.mp4$/i.test(out)) {
      throw new UsageError(`Cannot use --out: it must end in .mp4, but is ${out}.`);
    }
    if (every < 1) {
      throw new UsageError(`Cannot use --every: it must be 1 or more, but is ${every}.`);
    }
    checkMargin(margin);
    if (options.size % INPUT_STEP !== 0 || options.size < LEAST_INPUT) {
      throw new UsageError(
        `Cannot use --size: it must be a multiple of ${INPUT_STEP} from ${LEAST_INPUT} on, but is ` +
          `${options.size}.`,
      );
    }
    if (smooth < 0) {
      throw new UsageError(`Cannot use --smooth: it must be 0 or more, but is ${smooth}.`);
    }
    const files = [video, out, options.csv, options.timeline].filter((file) => file !== undefined);
    if (new Set(files.map((file) => resolve(file))).size < files.length) {
      throw new UsageError("Cannot run annotate: the video and the results must be other files.");
    }
    const { model } = await openModel(options.model);
    const engine = await openEngine(options, say);
    const detector = await loadDetector(engine, options.detector, {
      eyes: align,
      inputSize: options.size,
    });
    const outcome = await annotateVideo({
      video,
      out,
      csv: options.csv,
      timeline: options.timeline,
      every,
      smooth,
      margin,
      align,
      classifier: createClassifier(engine, model),
      detector,
      ...(options.cam ? { explain: camOverlay(createExplainer(engine, model), model) } : {}),
      say,
      signal,
    });
    for (const warning of outcome.warnings) say(`Warning: ${warning}.`);
    const { frames, people, framesPerSecond } = outcome;
    print(
      outcome,
      `${thousands(frames)} frames, ${people === 1 ? "1 person" : `${people} people`}, ` +
        `${framesPerSecond.toFixed(1)} frames/s → ${outcome.files.join(", ")}.`,
    );
  },
});

if (import.meta.main) await runCommand(command);
