/**
 * The steps of training as pure functions over state: one update of the weights, one update of
 * their moving average, and logits of a batch. Everything that changes from step to step is an
 * input, so that a recording stays right.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Step, Tensors } from "../engine/engine.ts";
import type { Network, Weights } from "../models/network.ts";
import { type AdamScalars, adamW, splitAdamScalars } from "../ops/adamw.ts";
import { release } from "../ops/keep.ts";
import { sumOfSquares } from "../ops/norm.ts";
import type { LossConfig, OptimizerConfig } from "../records/run.ts";
import { weightedLoss } from "./loss.ts";

/** Prefixes of the state's arrays beside the weights themselves. */
export const FIRST_MOMENT = "adam.m/";
export const SECOND_MOMENT = "adam.v/";
export const AVERAGE = "average/";
/** Prefix of dropout masks given as inputs; without any, they are drawn from `seed`. */
export const MASK = "mask/";

/** PyTorch's `clip_grad_norm_` adds this to the norm. */
const CLIP_EPSILON = 1e-6;

export interface TrainStepOptions {
  readonly network: Network;
  readonly loss: LossConfig;
  readonly optimizer: OptimizerConfig;
}

/**
 * One step of training. Inputs: `pictures` `[n, size, size, 1]`, `targets` `[n, classes]`, `weights`
 * `[n]`, `adam` `[5]` (`adamScalars`), `seed` int32 `[2]`. Outputs: `loss`, `correct` (pictures whose
 * most probable class is the target's), `norm` of the gradient where it is clipped.
 */
export function trainStep({ network, loss, optimizer }: TrainStepOptions): Step {
  const trained = network.weights.filter((spec) => spec.trainable);
  return (state, inputs) => {
    const { value, correct, gradients, updates } = lossAndGradients(network, loss, state, inputs);
    const clip = optimizer.clipNorm === null ? undefined : clipped(gradients, optimizer.clipNorm);
    const scalars = splitAdamScalars(inputs.adam!);
    const next: Record<string, tf.Tensor> = { ...updates };
    trained.forEach(({ name, shape, rateScale }, i) => {
      const gradient = clip ? tf.mul(gradients[i]!, clip.scale) : gradients[i]!;
      const own = rateScale === undefined ? scalars : scaled(scalars, rateScale);
      const decays = optimizer.decayAll || shape.length > 1;
      const after = adamW(
        {
          parameter: state[name]!,
          firstMoment: state[FIRST_MOMENT + name]!,
          secondMoment: state[SECOND_MOMENT + name]!,
        },
        gradient,
        own,
        decays,
      );
      next[name] = after.parameter;
      next[FIRST_MOMENT + name] = after.firstMoment;
      next[SECOND_MOMENT + name] = after.secondMoment;
    });
    return { state: next, outputs: { loss: value, correct, ...(clip && { norm: clip.norm }) } };
  };
}

/** Euclidean norm of all gradients together, and the factor that shortens it to `longest`. */
function clipped(gradients: readonly tf.Tensor[], longest: number) {
  const norm = tf.sqrt(tf.addN(gradients.map(sumOfSquares)));
  return { norm, scale: tf.minimum(1, tf.div(longest, tf.add(norm, CLIP_EPSILON))) };
}

/** Loss and gradients without an update, in the order of the trainable weights. */
export function lossAndGradients(
  network: Network,
  loss: LossConfig,
  state: Tensors,
  inputs: Tensors,
): { value: tf.Scalar; correct: tf.Scalar; gradients: tf.Tensor[]; updates: Weights } {
  const trained = network.weights.filter((spec) => spec.trainable);
  const masks = Object.fromEntries(
    Object.entries(inputs).filter(([name]) => name.startsWith(MASK))
      .map(([name, mask]) => [name.slice(MASK.length), mask]),
  );
  // tfjs disposes what the differentiated function leaves behind, unless it is kept.
  const kept: Record<string, tf.Tensor> = {};
  const forward = (...values: tf.Tensor[]) => {
    const weights = {
      ...state,
      ...Object.fromEntries(trained.map((s, i) => [s.name, values[i]!])),
    };
    const { logits, updates } = network.apply(weights, inputs.pictures as tf.Tensor4D, {
      training: true,
      ...(inputs.seed ? { seed: inputs.seed } : {}),
      masks,
    });
    const targets = inputs.targets as tf.Tensor2D;
    const hits = tf.equal(tf.argMax(logits, 1), tf.argMax(targets, 1));
    kept.correct = tf.keep(tf.sum(tf.cast(hits, "float32")));
    for (const [name, tensor] of Object.entries(updates)) kept[name] = tf.keep(tensor);
    return weightedLoss(logits, targets, inputs.weights as tf.Tensor1D, loss.gamma);
  };
  const { value, grads } = tf.valueAndGrads(forward)(trained.map(({ name }) => state[name]!));
  const { correct, ...updates } = Object.fromEntries(
    Object.entries(kept).map(([name, tensor]) => [name, release(tensor)]),
  );
  return { value: value as tf.Scalar, correct: correct as tf.Scalar, gradients: grads, updates };
}

function scaled(scalars: AdamScalars, factor: number): AdamScalars {
  return {
    ...scalars,
    learningRate: tf.mul(scalars.learningRate, factor),
    keep: tf.sub(1, tf.mul(tf.sub(1, scalars.keep), factor)),
  };
}

/** Moves the average of each weight towards the weight. Input: `share` `[]`, 1 − decay. */
export function averageStep(network: Network): Step {
  return (state, { share }) => ({
    state: Object.fromEntries(network.weights.map(({ name }) => {
      const average = state[AVERAGE + name]!;
      return [AVERAGE + name, tf.add(average, tf.mul(tf.sub(state[name]!, average), share!))];
    })),
    outputs: {},
  });
}

/** Logits of `pictures`, with the weights or, if `prefix` is `AVERAGE`, their moving average. */
export function inferenceStep(network: Network, prefix = ""): Step {
  return (state, inputs) => {
    const weights = Object.fromEntries(
      network.weights.map(({ name }) => [name, state[prefix + name]!]),
    );
    const { logits } = network.apply(weights, inputs.pictures as tf.Tensor4D, { training: false });
    return { outputs: { logits } };
  };
}
