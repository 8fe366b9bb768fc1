/**
 * Class activation maps as one step: forward to the logits and the gradient back to a stage, in one
 * recorded program. The target class is an input, so no class is frozen into the recording.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Step } from "../engine/engine.ts";
import type { Network } from "../models/network.ts";
import { release } from "../ops/keep.ts";
import { findStage } from "./stages.ts";

/** From a stage's output and the gradient by it, `[n, h, w, c]` each, to a map `[n, h, w]`. */
type Formula = (activation: tf.Tensor4D, gradient: tf.Tensor4D) => tf.Tensor;

const PLACES = [1, 2];
const CHANNELS = 3;

/** What grad-cam adds to Grad-CAM++'s denominator. */
const PLUS_PLUS_EPSILON = 1e-6;

const FORMULAS = {
  /** The report's equations 2 and 3: each channel weighs as much as its mean gradient. */
  "grad-cam": (activation, gradient) =>
    tf.sum(tf.mul(activation, tf.mean(gradient, PLACES, true)), CHANNELS),

  /**
   * Chattopadhyay et al. 2018, https://arxiv.org/abs/1710.11063, equation 19, in the form of the
   * package grad-cam: several places with the same feature count, not their sum.
   */
  "grad-cam++": (activation, gradient) => {
    const squared = tf.square(gradient);
    const summed = tf.sum(activation, PLACES, true);
    const denominator = tf.add(
      tf.add(tf.mul(squared, 2), tf.mul(summed, tf.mul(squared, gradient))),
      PLUS_PLUS_EPSILON,
    );
    // Where the gradient is zero so is the numerator, and with it the share.
    const weights = tf.sum(tf.mul(tf.relu(gradient), tf.div(squared, denominator)), PLACES, true);
    return tf.sum(tf.mul(activation, weights), CHANNELS);
  },

  /**
   * Draelos & Carin 2020, https://arxiv.org/abs/2011.08891: gradient times activation place by
   * place, so that no place is credited with what another one did.
   */
  "hires-cam": (activation, gradient) => tf.sum(tf.mul(activation, gradient), CHANNELS),
} as const satisfies Readonly<Record<string, Formula>>;

export type ClassMapMethod = keyof typeof FORMULAS;
export const CLASS_MAP_METHODS = Object.keys(FORMULAS) as ClassMapMethod[];

export interface ClassMapOptions {
  readonly stage: string;
  readonly method: ClassMapMethod;
}

/**
 * Inputs: `pictures` `[n, size, size, 1]`, `targets` `[n, classes]`, one-hot, or a row of zeros for
 * the predicted class. Outputs: `maps` `[n, h, w]`, before ReLU and scaling, and `logits`
 * `[n, classes]`.
 *
 * @throws Error when the stage has no spatial maps, at the first run
 */
export function classMapStep(network: Network, { stage, method }: ClassMapOptions): Step {
  return (weights, inputs) => {
    const pictures = inputs.pictures as tf.Tensor4D;
    const [n, size] = pictures.shape;
    const { output } = findStage(network, size, stage);
    let logits!: tf.Tensor2D, activation!: tf.Tensor4D;
    const score = (probe: tf.Tensor) => {
      const applied = network.apply(weights, pictures, {
        training: false,
        probe: { stage, add: probe as tf.Tensor4D },
      });
      // tfjs disposes what the differentiated function leaves behind, unless it is kept.
      logits = tf.keep(applied.logits);
      activation = tf.keep(applied.stages[stage]!);
      // Pictures do not see each other, so one gradient of the sum holds the gradients of all.
      return tf.sum(tf.mul(applied.logits, choose(applied.logits, inputs.targets as tf.Tensor2D)));
    };
    const gradient = tf.grad(score)(tf.fill([n, ...output], 0)) as tf.Tensor4D;
    const maps = FORMULAS[method](release(activation), gradient);
    return { outputs: { maps, logits: release(logits) } };
  };
}

/** The targets, and the most probable class where a row is zero; no gradient flows through it. */
function choose(logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Tensor {
  const predicted = tf.customGrad((given) => ({
    value: tf.cast(
      tf.oneHot(tf.argMax(given as tf.Tensor, 1) as tf.Tensor1D, targets.shape[1]),
      "float32",
    ),
    gradFunc: (gradient: tf.Tensor) => tf.zerosLike(gradient),
  }));
  const open = tf.sub(1, tf.sum(targets, 1, true));
  return tf.add(targets, tf.mul(open, predicted(logits)));
}
