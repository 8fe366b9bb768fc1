/**
 * `deno task bench-faces`: which detector finds more faces, and how fast the programs for pictures,
 * videos and the browser are. The default detector is what this says.
 */
import { processor } from "lib/engine/processor.ts";
import { createClassifier } from "lib/faces/classifier.ts";
import { loadDetector } from "lib/faces/learned.ts";
import { initWeights } from "lib/models/init.ts";
import type { Model } from "lib/models/model_file.ts";
import { createNetwork } from "lib/models/networks.ts";
import { type DetectorResult, measureDetector } from "./bench/faces/detectors.ts";
import { scenes, VARIATIONS } from "./bench/faces/scenes.ts";
import {
  type AnnotateSpeed,
  type ClassifySpeed,
  measureAnnotate,
  measureClassify,
} from "./bench/faces/speed.ts";
import { defineCommand, runCommand } from "./cli.ts";
import { type DemoSpeed, measureDemo } from "./demo/measure.ts";
import { openEngine, openModel } from "./model.ts";

const command = defineCommand({
  name: "bench-faces",
  summary:
    "Compares the face detectors, and measures the programs for pictures, videos and the browser.",
  options: {
    pictures: {
      type: "integer",
      value: "N",
      default: 2000,
      help: "pictures for the speed of classify",
    },
  },
  json: "every figure, with the machine",
  notes: "Speeds are those of the residual-SE network; its weights do not matter for them. Let\n" +
    "nothing else run.",
  async run({ options, say, print }) {
    const load = Deno.loadavg()[0] ?? 0;
    if (load > 0.5) say(`The machine is busy (load ${load.toFixed(1)}): speeds will be low.`);
    const engine = await openEngine({ backend: "tensorflow", device: "cpu" }, say);
    say("Preparing pictures with 23 faces in 12 variations.");
    const variations = new Map();
    for (const variation of VARIATIONS) variations.set(variation.name, await scenes(variation));
    const detectors: DetectorResult[] = [];
    for (const [label, name, inputSize] of CONTENDERS) {
      say(`Searching with ${label}.`);
      const detector = await loadDetector(engine, name, inputSize ? { inputSize } : {});
      detectors.push(await measureDetector(label, detector, variations));
      detector.dispose();
    }
    const folder = await Deno.makeTempDir();
    try {
      const classifier = createClassifier(engine, untrainedModel());
      say("Classifying pictures.");
      const classify = await measureClassify(classifier, folder, options.pictures);
      say("Annotating a video.");
      const detector = await loadDetector(engine, "learned", { inputSize: 384 });
      const annotate = await measureAnnotate(classifier, detector, folder);
      say("Reading a face in the browser.");
      const demo = await measureDemo(await openModel(undefined));
      if (demo === null) say("There is no Chromium here, so the page is not measured.");
      const machine = processor();
      const finishedAt = new Date().toISOString();
      const result = { machine, load, detectors, classify, annotate, demo, finishedAt };
      print(result, render(detectors, classify, annotate, demo));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

const CONTENDERS = [
  ["Haar cascade", "haar", null],
  ["SSD at 512", "learned", 512],
  ["SSD at 384", "learned", 384],
  ["SSD at 320", "learned", 320],
] as const;

function untrainedModel(): Model {
  const classes = ["angry", "disgust", "fear", "happy", "sad", "surprise"];
  const preprocess = { size: 64, mean: 0.5, std: 0.25, classes };
  const options = { classes: classes.length, pooling: "average", size: 64 } as const;
  const network = createNetwork("residual-se", options);
  const weights = initWeights(network, 1);
  return { network, pooling: "average", weights, preprocess, temperature: 1, origin: "untrained" };
}

function render(
  detectors: readonly DetectorResult[],
  classify: ClassifySpeed,
  annotate: readonly AnnotateSpeed[],
  demo: DemoSpeed | null,
): string {
  const columns = ["faces", ...detectors.map(({ name }) => name)];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const cell = ({ found, wrong }: { found: number; wrong: number }) =>
    wrong === 0 ? String(found) : `${found} (+${wrong} wrong)`;
  const rows = VARIATIONS.map(({ name }) => [
    name,
    ...detectors.map(({ scores }) => cell(scores[name]!)),
  ]);
  const faces = detectors[0]!.total.faces;
  rows.push([`all, of ${faces}`, ...detectors.map(({ total }) => cell(total))]);
  rows.push(["ms a picture", ...detectors.map((each) => each.milliseconds.toFixed(0))]);
  const mega = (bytes: number) => (bytes / 1e6).toFixed(0);
  return [
    `Faces found of ${faces / VARIATIONS.length} in each variation:`,
    "",
    line(columns),
    line(columns.map(() => "---")),
    ...rows.map(line),
    "",
    `classify, ${classify.pictures} pictures of 48×48: ${classify.program.toFixed(0)} a second, ` +
    `${(classify.program / classify.network).toFixed(2)} of the network alone ` +
    `(${classify.network.toFixed(0)}); memory ${mega(classify.memory[0])} MB after a fifth, ` +
    `${mega(classify.memory[1])} MB at the end`,
    ...annotate.map(({ every, framesPerSecond }) =>
      `annotate, 640×480, one face, searched in every ${every === 1 ? "" : `${every}rd `}frame: ` +
      `${framesPerSecond.toFixed(1)} frames/s`
    ),
    ...(demo === null ? [] : [demoText(demo)]),
  ].join("\n");
}

function demoText({ framesPerSecond, parts, longestBlock, browser, runtime }: DemoSpeed): string {
  const stages = Object.entries(parts).filter(([, time]) => time !== null)
    .map(([name, time]) => `${name} ${time!.toFixed(0)} ms`).join(", ");
  return `page, one face from the camera, ${browser}, ${runtime}: ${framesPerSecond.toFixed(1)} ` +
    `readings/s (${stages}); blocked at most ${longestBlock.toFixed(0)} ms`;
}

if (import.meta.main) await runCommand(command);
