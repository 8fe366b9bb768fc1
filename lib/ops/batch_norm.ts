/**
 * Batch normalisation of a training batch as one op with a gradient of its own. tfjs composes it of
 * some thirty ops and keeps their intermediate values; TensorFlow has it fused. Ioffe & Szegedy
 * 2015, https://arxiv.org/abs/1502.03167.
 */
import * as tf from "@tensorflow/tfjs-core";
import { release } from "./keep.ts";
import { registerForBackends, runKernel } from "./kernel.ts";

/** PyTorch's defaults. */
export const EPSILON = 1e-5;
export const MOMENTUM = 0.1;

const FORWARD = "BatchNormTraining";
const BACKWARD = "BatchNormTrainingGrad";

/** A batch, normalised, and the running statistics after it. */
export interface Normalised {
  readonly output: tf.Tensor4D;
  /** `(1 − .1) · running + .1 · batch`; the variance is the unbiased one. */
  readonly runningMean: tf.Tensor1D;
  readonly runningVariance: tf.Tensor1D;
}

/**
 * Normalises `[batch, height, width, channels]` with the statistics of the batch, then scales and
 * shifts each channel. Gradients flow to input, scale and offset.
 */
export function batchNormTraining(
  input: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  runningMean: tf.Tensor1D,
  runningVariance: tf.Tensor1D,
): Normalised {
  let mean!: tf.Tensor1D;
  let variance!: tf.Tensor1D;
  const normalise = tf.customGrad((x, s, o, save) => {
    const [value, newMean, newVariance, ...reserved] = runKernel(FORWARD, {
      input: x as tf.Tensor,
      scale: s as tf.Tensor,
      offset: o as tf.Tensor,
      runningMean,
      runningVariance,
    });
    mean = tf.keep(newMean as tf.Tensor1D);
    variance = tf.keep(newVariance as tf.Tensor1D);
    (save as tf.GradSaveFunc)([x as tf.Tensor, s as tf.Tensor, ...reserved]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x, s, ...reserved] = saved;
      const [dx, ds, doffset] = runKernel(BACKWARD, {
        gradient: dy,
        input: x!,
        scale: s!,
        ...Object.fromEntries(reserved.map((tensor, i) => [`reserved${i}`, tensor])),
      });
      return [dx!, ds!, doffset!];
    };
    return { value: value!, gradFunc };
  });
  const output = normalise(input, scale, offset) as tf.Tensor4D;
  return { output, runningMean: release(mean), runningVariance: release(variance) };
}

/** Normalises with the running statistics, as at inference. */
export function batchNormInference(
  input: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  runningMean: tf.Tensor1D,
  runningVariance: tf.Tensor1D,
): tf.Tensor4D {
  return tf.batchNorm4d(input, runningMean, runningVariance, offset, scale, EPSILON);
}

const AXES = [0, 1, 2];

registerForBackends(FORWARD, ({ input, scale, offset, runningMean, runningVariance }) => {
  const x = input as tf.Tensor4D;
  const count = x.size / x.shape[3];
  const { mean, variance } = tf.moments(x, AXES);
  const inverse = tf.rsqrt(tf.add(variance, EPSILON));
  const output = tf.add(tf.mul(tf.mul(tf.sub(x, mean), inverse), scale!), offset!);
  const unbiased = tf.mul(variance, count / Math.max(count - 1, 1));
  const moved = (running: tf.Tensor, batch: tf.Tensor) =>
    tf.add(tf.mul(running, 1 - MOMENTUM), tf.mul(batch, MOMENTUM));
  return [
    output,
    moved(runningMean!, mean),
    moved(runningVariance!, unbiased),
    mean,
    inverse,
  ];
});

registerForBackends(BACKWARD, ({ gradient, input, scale, reserved0, reserved1 }) => {
  const x = input as tf.Tensor4D;
  const count = x.size / x.shape[3];
  const normalised = tf.mul(tf.sub(x, reserved0!), reserved1!);
  const offsetGradient = tf.sum(gradient!, AXES);
  const scaleGradient = tf.sum(tf.mul(gradient!, normalised), AXES);
  const centred = tf.sub(
    gradient!,
    tf.div(tf.add(offsetGradient, tf.mul(normalised, scaleGradient)), count),
  );
  return [tf.mul(tf.mul(centred, scale!), reserved1!), scaleGradient, offsetGradient];
});
