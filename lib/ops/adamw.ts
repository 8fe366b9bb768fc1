/**
 * One update of AdamW (Loshchilov & Hutter 2019, https://arxiv.org/abs/1711.05101, algorithm 2 as
 * PyTorch computes it). In a recording TensorFlow updates weight and moments in place, in one pass
 * over memory; elsewhere it is composed of tfjs ops.
 */
import * as tf from "@tensorflow/tfjs-core";
import { registerForBackends, runKernel } from "./kernel.ts";

export const BETA1 = 0.9;
export const BETA2 = 0.999;
const ADAM_EPSILON = 1e-8;

const KERNEL = "AdamW";

/** The scalars of one step, the same for every weight. */
export interface AdamScalars {
  readonly learningRate: tf.Scalar;
  /** 1 − learning rate · weight decay. */
  readonly keep: tf.Scalar;
  /** β₁ᵗ and β₂ᵗ, t counted from 1. */
  readonly beta1Power: tf.Scalar;
  readonly beta2Power: tf.Scalar;
  /** ε · √(1 − β₂ᵗ): TensorFlow adds ε before the bias correction, PyTorch after it. */
  readonly epsilon: tf.Scalar;
}

/** The values of `AdamScalars` at step `t`, counted from 1, in their order. */
export function adamScalars(learningRate: number, weightDecay: number, t: number): number[] {
  const beta2Power = BETA2 ** t;
  return [
    learningRate,
    1 - learningRate * weightDecay,
    BETA1 ** t,
    beta2Power,
    ADAM_EPSILON * Math.sqrt(1 - beta2Power),
  ];
}

/** Takes `AdamScalars` apart that were given to a step as one vector `[5]`. */
export function splitAdamScalars(vector: tf.Tensor): AdamScalars {
  const [learningRate, keep, beta1Power, beta2Power, epsilon] = tf.unstack(vector) as tf.Scalar[];
  return {
    learningRate: learningRate!,
    keep: keep!,
    beta1Power: beta1Power!,
    beta2Power: beta2Power!,
    epsilon: epsilon!,
  };
}

/** A weight with its two moments, of one shape. */
export interface AdamState {
  readonly parameter: tf.Tensor;
  readonly firstMoment: tf.Tensor;
  readonly secondMoment: tf.Tensor;
}

/** The weight and its moments after a step along `gradient`; `decays` multiplies by `keep` first. */
export function adamW(
  { parameter, firstMoment, secondMoment }: AdamState,
  gradient: tf.Tensor,
  scalars: AdamScalars,
  decays: boolean,
): AdamState {
  const inputs = {
    ...{ parameter, firstMoment, secondMoment, gradient },
    ...scalars,
  };
  const [newParameter, newFirst, newSecond] = runKernel(KERNEL, inputs, { decays });
  return { parameter: newParameter!, firstMoment: newFirst!, secondMoment: newSecond! };
}

/** The update composed of tfjs ops: shapes and meaning as in `adamW`. */
export function composeAdamW(
  inputs: Readonly<Record<string, tf.Tensor>>,
  { decays }: Readonly<Record<string, unknown>>,
): tf.Tensor[] {
  const { parameter, firstMoment, secondMoment, gradient } = inputs;
  const { learningRate, keep, beta1Power, beta2Power, epsilon } = inputs;
  const first = tf.add(tf.mul(firstMoment!, BETA1), tf.mul(gradient!, 1 - BETA1));
  const second = tf.add(tf.mul(secondMoment!, BETA2), tf.mul(tf.square(gradient!), 1 - BETA2));
  const rate = tf.div(
    tf.mul(learningRate!, tf.sqrt(tf.sub(1, beta2Power!))),
    tf.sub(1, beta1Power!),
  );
  const denominator = tf.add(tf.sqrt(second), epsilon!);
  const start = decays ? tf.mul(parameter!, keep!) : parameter!;
  return [tf.sub(start, tf.mul(rate, tf.div(first, denominator))), first, second];
}

registerForBackends(KERNEL, composeAdamW);
