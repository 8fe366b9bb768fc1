/**
 * Which training serves real use? The report says that a network trained on FER+ is steadier before
 * a webcam than one trained on FER-2013, without a measurement. Here faces that both data sets have
 * are filmed as by a hand-held camera, and it is counted how often each network changes its mind;
 * beside it what each scores under its own labels and under the other's.
 */
import { CLASS_LISTS } from "lib/data/classes.ts";
import type { FaceSet } from "lib/data/faces.ts";
import { type LoadedFaces, loadFaces } from "lib/data/load.ts";
import { spreadOver } from "lib/data/select.ts";
import type { Engine } from "lib/engine/engine.ts";
import { type Classifier, classifyFaces, createClassifier, labelOf } from "lib/faces/classifier.ts";
import { handheld } from "lib/faces/handheld.ts";
import type { GreyPicture } from "lib/faces/picture.ts";
import { Smoother } from "lib/faces/smooth.ts";
import { evaluatePredictions } from "lib/metrics/evaluation.ts";
import { selectProbabilities } from "lib/metrics/select_probabilities.ts";
import type { Model } from "lib/models/model_file.ts";
import type { Run } from "lib/records/run.ts";
import type { LabelScore, Steadiness, SteadyFace } from "lib/records/steadiness.ts";
import { predict } from "lib/train/predict.ts";
import { describeCommit, describeHardware, describeVersions } from "lib/train/provenance.ts";
import { runModel } from "./run_model.ts";

/** Faces filmed, evenly spread over those of PrivateTest that both data sets give one of six labels. */
export const STEADY_FACES = 120;
const CLIP = { seconds: 2, framesPerSecond: 15, seed: 1, smoothing: 0.5 } as const;

export interface SteadinessOptions {
  /** A recorded run whose weights are kept. */
  readonly run: Run;
  readonly engine: Engine;
  /** Faces to film, fewer for a trial. */
  readonly faces?: number;
  /** Where the labelled faces come from; default the data folder. */
  readonly load?: (dataset: LabelScore["dataset"]) => Promise<LoadedFaces>;
  readonly onProgress?: (done: number, of: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Films the faces before a network and scores it under both labellings; null when stopped.
 *
 * @throws Error when its weights were not kept or the data sets are not there
 */
export async function measureSteadiness(options: SteadinessOptions): Promise<Steadiness | null> {
  const { run, engine, faces: count = STEADY_FACES, load = labelled, onProgress, signal } = options;
  const commit = await describeCommit();
  const { model, hash } = await runModel(run);
  const [ferplus, fer2013] = await Promise.all([load("ferplus"), load("fer2013")]);
  const known = new Set(fer2013.validation.rows);
  const shared = ferplus.validation.rows.flatMap((row, i) =>
    ferplus.validation.usage[i] === "private" && known.has(row) ? [i] : []
  );
  const chosen = spreadOver(shared, count);
  if (chosen.length === 0) {
    throw new Error(
      "Cannot film faces: both data sets must label some of PrivateTest, but none is",
    );
  }
  const faces: SteadyFace[] = [];
  const classifier = createClassifier(engine, model);
  try {
    for (const [item, index] of chosen.entries()) {
      if (signal?.aborted) return null;
      const answers = await film(classifier, faceAt(ferplus.validation, index), item);
      faces.push({ row: ferplus.validation.rows[index]!, ...steadinessOf(answers) });
      onProgress?.(item + 1, chosen.length);
    }
  } finally {
    classifier.dispose();
  }
  const scores: LabelScore[] = [];
  for (const [dataset, { validation }] of [["ferplus", ferplus], ["fer2013", fer2013]] as const) {
    if (signal?.aborted) return null;
    scores.push(await score(engine, model, dataset, validation));
  }
  const { experiment, budget, seed } = run.config;
  return {
    format: 1,
    run: `${experiment}/${budget}-seed${seed}`,
    weights: hash,
    classes: model.preprocess.classes,
    clip: CLIP,
    faces,
    scores,
    hardware: describeHardware(engine),
    versions: describeVersions(engine),
    commit,
    dataHashes: { ...ferplus.hashes, ...fer2013.hashes },
    finishedAt: new Date().toISOString(),
  };
}

function labelled(dataset: LabelScore["dataset"]): Promise<LoadedFaces> {
  const classes = CLASS_LISTS.six;
  return loadFaces({ dataset, classes, target: "majority", removeDuplicates: false });
}

function faceAt({ width, height, pixels }: FaceSet, index: number): GreyPicture {
  const area = width * height;
  return { width, height, pixels: pixels.subarray(index * area, (index + 1) * area) };
}

/** What a network says of each frame, of the six classes that both data sets have. */
async function film(
  classifier: Classifier,
  face: GreyPicture,
  item: number,
): Promise<Float32Array[]> {
  const frames = CLIP.seconds * CLIP.framesPerSecond;
  const shots = [...handheld(face, { ...CLIP, frames, item })];
  const { classes } = classifier.preprocess;
  const answers = await classifyFaces(classifier, shots);
  return answers.map((answer) => selectProbabilities(answer, classes, CLASS_LISTS.six));
}

/**
 * How often the label of these frames changes.
 *
 * @param answers probabilities of the six classes, a frame each
 */
export function steadinessOf(answers: readonly Float32Array[]): Omit<SteadyFace, "row"> {
  const classes = CLASS_LISTS.six;
  const smoother = new Smoother(CLIP.smoothing);
  const plain = answers.map((answer) => labelOf(answer, classes));
  const smoothed = answers.map((answer, frame) =>
    labelOf(smoother.update(frame / CLIP.framesPerSecond, answer), classes)
  );
  const changes = (labels: readonly { readonly label: string }[]) =>
    labels.filter(({ label }, i) => i > 0 && label !== labels[i - 1]!.label).length;
  const confidence = plain.reduce((sum, one) => sum + one.confidence, 0) / plain.length;
  return { changes: changes(plain), smoothedChanges: changes(smoothed), confidence };
}

/** Scores on the six classes; what else the network knows is left out and the rest scaled to 1. */
async function score(
  engine: Engine,
  model: Model,
  dataset: LabelScore["dataset"],
  faces: FaceSet,
): Promise<LabelScore> {
  const [all] = await predict(engine, model, faces, [false]);
  const probabilities = selectProbabilities(all!, model.preprocess.classes, faces.classes);
  const { n, accuracy, macroF1 } = evaluatePredictions(probabilities, faces.labels, faces.classes);
  return { dataset, n, accuracy, macroF1 };
}
