/**
 * From cut-out faces to probabilities: the one path that the folder program, the video program, the
 * web page and the notebook share. A face is prepared by the checkpoint's own preprocessing record,
 * and the logits are divided by the checkpoint's temperature, which was fitted so that the
 * confidences of validation pictures are honest.
 */
import * as tf from "@tensorflow/tfjs-core";
import { preprocessInto } from "../data/preprocess.ts";
import type { Engine } from "../engine/engine.ts";
import { type Model, weightArrays } from "../models/model_file.ts";
import type { Preprocess } from "../records/run.ts";
import type { GreyPicture } from "./picture.ts";

/** A trained network, ready to classify prepared faces. */
export interface Classifier {
  readonly preprocess: Preprocess;
  /** What the logits are divided by; 1 = nothing. */
  readonly temperature: number;
  /**
   * @param faces `[n, size, size]`, prepared by `data/preprocess.ts` with `preprocess`
   * @returns `[n, classes]`, rows sum to 1
   * @throws Error when called again before it has answered
   */
  predict(faces: Float32Array, n: number): Promise<Float32Array>;
  /** Releases the weights. */
  dispose(): void;
}

/** Batches are filled up to one of these sizes, so that few programs are recorded. */
const BATCH_SIZES = [1, 4, 16, 64] as const;
/** The largest batch that the network sees at once. */
export const MAX_BATCH: number = BATCH_SIZES.at(-1)!;

/** A classifier that runs a loaded model on an engine. */
export function createClassifier(engine: Engine, model: Model): Classifier {
  const { network, preprocess, temperature } = model;
  const state = engine.createState(weightArrays(model), { frozen: true });
  const step = engine.compile("classify", state, (weights, { faces }) => {
    const { logits } = network.apply(weights, faces as tf.Tensor4D, { training: false });
    return { outputs: { probabilities: tf.softmax(tf.div(logits, temperature)) } };
  });
  const { size, classes } = preprocess;
  const area = size * size;
  return {
    preprocess,
    temperature,
    async predict(faces, n) {
      if (faces.length !== n * area) {
        throw new Error(
          `Cannot classify: ${n} faces must have ${n * area} values, but have ${faces.length}`,
        );
      }
      const out = new Float32Array(n * classes.length);
      for (let start = 0; start < n; start += MAX_BATCH) {
        const count = Math.min(MAX_BATCH, n - start);
        const batch = BATCH_SIZES.find((candidate) => candidate >= count)!;
        const values = new Float32Array(batch * area);
        values.set(faces.subarray(start * area, (start + count) * area));
        const input = { shape: [batch, size, size, 1], values };
        const { probabilities } = await step.run({ faces: input });
        out.set(probabilities!.subarray(0, count * classes.length), start * classes.length);
      }
      return out;
    },
    dispose() {
      step.dispose();
      state.dispose();
    },
  };
}

/** Prepares and classifies faces of any sizes; one array of probabilities a face. */
export async function classifyFaces(
  classifier: Classifier,
  faces: readonly GreyPicture[],
): Promise<Float32Array[]> {
  if (faces.length === 0) return [];
  const { size, classes } = classifier.preprocess;
  const prepared = new Float32Array(faces.length * size * size);
  faces.forEach((face, i) => {
    const own = prepared.subarray(i * size * size, (i + 1) * size * size);
    preprocessInto(own, face, classifier.preprocess);
  });
  const probabilities = await classifier.predict(prepared, faces.length);
  return faces.map((_, i) => probabilities.slice(i * classes.length, (i + 1) * classes.length));
}

/** The likeliest class and its probability. */
export function labelOf(
  probabilities: ArrayLike<number>,
  classes: readonly string[],
): { readonly label: string; readonly confidence: number } {
  let best = 0;
  for (let i = 1; i < classes.length; i++) {
    if (probabilities[i]! > probabilities[best]!) best = i;
  }
  return { label: classes[best]!, confidence: probabilities[best]! };
}
