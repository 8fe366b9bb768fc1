/**
 * Cross-entropy over targets that are distributions (a label is a distribution with one 1), each
 * picture weighted, as PyTorch's `CrossEntropyLoss(weight)` averages: Σ w·l / Σ w. With γ > 0 the
 * focal loss (Lin et al. 2017, https://arxiv.org/abs/1708.02002): each class's term times (1 − p)^γ.
 */
import * as tf from "@tensorflow/tfjs-core";

/**
 * @param logits `[batch, classes]`
 * @param targets `[batch, classes]`, rows sum to 1
 * @param weights `[batch]`
 */
export function weightedLoss(
  logits: tf.Tensor2D,
  targets: tf.Tensor2D,
  weights: tf.Tensor1D,
  gamma: number,
): tf.Scalar {
  const logProbabilities = tf.logSoftmax(logits);
  const terms = tf.mul(targets, logProbabilities);
  const focused = gamma === 0
    ? terms
    : tf.mul(terms, tf.pow(tf.sub(1, tf.exp(logProbabilities)), gamma));
  const losses = tf.neg(tf.sum(focused, 1));
  return tf.div(tf.sum(tf.mul(losses, weights)), tf.sum(weights)) as tf.Scalar;
}
