/** Class probabilities of a set of faces, batch by batch, from a compiled inference step or a model. */
import { type GreyPictures, preprocess } from "../data/preprocess.ts";
import type { CompiledStep, Engine } from "../engine/engine.ts";
import { softmaxRows } from "../metrics/softmax.ts";
import { type Model, weightArrays } from "../models/model_file.ts";
import type { Preprocess } from "../records/run.ts";
import { inferenceStep } from "./step.ts";

const BATCH = 128;

export interface PredictOptions {
  /** Of the mirrored pictures instead. */
  readonly mirror?: boolean;
}

/**
 * Probabilities `[n, classes]`, row-major, of all pictures, prepared by `record`.
 *
 * @param step a compiled `inferenceStep`
 */
export async function predictFaces(
  step: CompiledStep,
  pictures: GreyPictures,
  record: Preprocess,
  { mirror = false }: PredictOptions = {},
): Promise<Float32Array> {
  const n = pictures.pixels.length / (pictures.width * pictures.height);
  const { size } = record;
  const classes = record.classes.length;
  const result = new Float32Array(n * classes);
  for (let start = 0; start < n; start += BATCH) {
    const count = Math.min(BATCH, n - start);
    const indices = Array.from({ length: count }, (_, i) => start + i);
    const values = preprocess(pictures, record, indices);
    if (mirror) mirrorRows(values, size);
    const { logits } = await step.run({ pictures: { shape: [count, size, size, 1], values } });
    result.set(softmaxRows(logits!, classes), start * classes);
  }
  return result;
}

/**
 * What a model says of faces, `[n, classes]`, in float32: how a run is recorded, and how it is judged
 * later.
 *
 * @param ways one answer for each: of the pictures as they are, or mirrored
 */
export async function predict(
  engine: Engine,
  model: Pick<Model, "network" | "weights" | "preprocess">,
  faces: GreyPictures,
  ways: readonly boolean[],
): Promise<Float32Array[]> {
  const state = engine.createState(weightArrays(model));
  try {
    const step = engine.compile("predict", state, inferenceStep(model.network), "float32");
    const answers: Float32Array[] = [];
    try {
      for (const mirror of ways) {
        answers.push(await predictFaces(step, faces, model.preprocess, { mirror }));
      }
    } finally {
      step.dispose();
    }
    return answers;
  } finally {
    state.dispose();
  }
}

/** The mean of several answers. */
export function meanProbabilities(answers: readonly Float32Array[]): Float32Array {
  return answers[0]!.map((_, i) =>
    answers.reduce((sum, answer) => sum + answer[i]!, 0) / answers.length
  );
}

/** Mirrors each row of square pictures of this side, in place. */
export function mirrorRows(values: Float32Array, size: number): void {
  for (let start = 0; start < values.length; start += size) {
    values.subarray(start, start + size).reverse();
  }
}
