/**
 * Losses of finished predictions, in nats: the plain log loss, and the report's loss, in which a
 * rare class counts as much as a common one.
 */

/** Probabilities below this count as this, so that one certain mistake is not infinite. */
const SMALLEST = Number.EPSILON;

/**
 * Class weights n / (k · count): "balanced" in scikit-learn, and the report's. A class without
 * labels weighs 0, since there is nothing to learn it from.
 *
 * @param labels `[n]`, class indices of the training pictures
 */
export function balancedWeights(labels: ArrayLike<number>, k: number): number[] {
  const counts = new Array<number>(k).fill(0);
  for (let i = 0; i < labels.length; i++) counts[labels[i]!]! += 1;
  return counts.map((count) => count === 0 ? 0 : labels.length / (k * count));
}

/**
 * Cross-entropy with class weights, divided by the sum of the weights, as PyTorch's
 * `CrossEntropyLoss(weight=…)` does. With weights of 1 it is the log loss.
 *
 * @param probabilities `[n, k]`, row-major
 * @param labels `[n]`, class indices
 * @param weights `[k]`
 * @returns nats; 0 where every picture's class weighs 0
 */
export function weightedLogLoss(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: readonly number[],
): number {
  const k = weights.length;
  let total = 0;
  let weightSum = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights[labels[i]!]!;
    const p = probabilities[i * k + labels[i]!]!;
    // Written so that NaN stays NaN.
    total -= weight * Math.log(p < SMALLEST ? SMALLEST : p);
    weightSum += weight;
  }
  return weightSum === 0 ? 0 : total / weightSum;
}

/**
 * Mean of −log p(true class), in nats.
 *
 * @param probabilities `[n, k]`, row-major
 * @param labels `[n]`, class indices
 */
export function logLoss(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  k: number,
): number {
  return weightedLogLoss(probabilities, labels, new Array<number>(k).fill(1));
}
