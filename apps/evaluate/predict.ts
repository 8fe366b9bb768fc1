/** What a network says of faces, in float32, the way its run was recorded. */
import type { FaceSet } from "lib/data/faces.ts";
import type { Engine } from "lib/engine/engine.ts";
import type { Model } from "lib/models/model_file.ts";
import type { Prediction } from "lib/records/run.ts";
import { predictFaces } from "lib/train/predict.ts";
import { inferenceStep } from "lib/train/step.ts";
import { argMax } from "lib/metrics/confusion.ts";

/** Probabilities `[n, classes]`; with `tta` the mean of a picture's and its mirror image's. */
export async function predict(
  engine: Engine,
  { network, weights, preprocess }: Model,
  faces: FaceSet,
  tta: boolean,
): Promise<Float32Array> {
  const state = engine.createState(Object.fromEntries(
    network.weights.map(({ name, shape }) => [name, { shape, values: weights[name]! }]),
  ));
  const step = engine.compile("evaluate", state, inferenceStep(network), "float32");
  try {
    const plain = await predictFaces(step, faces, preprocess);
    if (!tta) return plain;
    const mirrored = await predictFaces(step, faces, preprocess, { mirror: true });
    return plain.map((probability, i) => (probability + mirrored[i]!) / 2);
  } finally {
    step.dispose();
    state.dispose();
  }
}

/** How far predictions made here are from the recorded ones of the same pictures. */
export interface Agreement {
  /** Pictures that both have. */
  readonly pictures: number;
  /** Those of another predicted class. */
  readonly different: number;
  readonly largestDifference: number;
}

/**
 * @param probabilities `[n, classes]` of `faces`
 * @returns null when the recorded run predicted none of these pictures
 */
export function compareWithRecord(
  faces: FaceSet,
  probabilities: Float32Array,
  recorded: readonly Prediction[],
): Agreement | null {
  const k = faces.classes.length;
  const byRow = new Map(recorded.map((prediction) => [prediction.row, prediction.probabilities]));
  const predicted = argMax(probabilities, k);
  let pictures = 0, different = 0, largestDifference = 0;
  faces.rows.forEach((row, i) => {
    const before = byRow.get(row);
    if (before?.length !== k) return;
    pictures++;
    if (argMax(before, k)[0] !== predicted[i]) different++;
    before.forEach((value, c) => {
      const difference = Math.abs(value - probabilities[i * k + c]!);
      largestDifference = Math.max(largestDifference, difference);
    });
  });
  return pictures === 0 ? null : { pictures, different, largestDifference };
}
