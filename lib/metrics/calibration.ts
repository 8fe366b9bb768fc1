/**
 * Whether a probability means what it says: reliability bins, the expected calibration error, and
 * the one-number repair for a network that is too sure of itself, temperature scaling (Guo et al.,
 * "On Calibration of Modern Neural Networks", ICML 2017, sections 2 and 4.2).
 */
import { argMax } from "./confusion.ts";
import { logLoss } from "./loss.ts";

/** The pictures whose highest probability lies in (lower, upper]. */
export interface ReliabilityBin {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** Mean highest probability; 0 in an empty bin. */
  readonly confidence: number;
  /** Share of right predictions; 0 in an empty bin. */
  readonly accuracy: number;
}

/**
 * Sorts pictures by their highest probability into bins of equal width.
 *
 * @param probabilities `[n, k]`, row-major
 * @param labels `[n]`, class indices
 * @param bins number of bins, 15 as in Guo et al.
 */
export function reliabilityBins(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  k: number,
  bins = 15,
): ReliabilityBin[] {
  const predicted = argMax(probabilities, k);
  const counts = new Array<number>(bins).fill(0);
  const confidences = new Array<number>(bins).fill(0);
  const right = new Array<number>(bins).fill(0);
  for (let i = 0; i < labels.length; i++) {
    const confidence = probabilities[i * k + predicted[i]!]!;
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    counts[bin]! += 1;
    confidences[bin]! += confidence;
    if (predicted[i] === labels[i]) right[bin]! += 1;
  }
  return counts.map((count, b) => ({
    lower: b / bins,
    upper: (b + 1) / bins,
    count,
    confidence: count === 0 ? 0 : confidences[b]! / count,
    accuracy: count === 0 ? 0 : right[b]! / count,
  }));
}

/** Mean distance between confidence and accuracy over the bins, weighted by their counts. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const n = bins.reduce((total, bin) => total + bin.count, 0);
  if (n === 0) return 0;
  return bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.accuracy - bin.confidence), 0) /
    n;
}

/**
 * The probabilities of logits divided by `temperature`: above 1 they move towards equal, below 1
 * apart. The predicted class stays the same.
 *
 * @param probabilities `[n, k]`, row-major
 */
export function applyTemperature(
  probabilities: ArrayLike<number>,
  k: number,
  temperature: number,
): Float64Array {
  if (!(temperature > 0)) {
    throw new Error(
      `Cannot scale probabilities: temperature must be above 0, but is ${temperature}`,
    );
  }
  const scaled = new Float64Array(probabilities.length);
  for (let start = 0; start < scaled.length; start += k) {
    let sum = 0;
    for (let c = start; c < start + k; c++) {
      scaled[c] = probabilities[c]! ** (1 / temperature);
      sum += scaled[c]!;
    }
    for (let c = start; c < start + k; c++) scaled[c]! /= sum;
  }
  return scaled;
}

/**
 * The temperature from 1/20 to 20 with the lowest log loss. The loss is convex in 1/temperature, so
 * a golden-section search finds it.
 *
 * @param probabilities `[n, k]`, row-major
 * @param labels `[n]`, class indices
 */
export function fitTemperature(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  k: number,
): number {
  const loss = (inverse: number) =>
    logLoss(applyTemperature(probabilities, k, 1 / inverse), labels, k);
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = 1 / 20;
  let high = 20;
  let left = high - ratio * (high - low);
  let right = low + ratio * (high - low);
  let lossLeft = loss(left);
  let lossRight = loss(right);
  while (high - low > 1e-5) {
    if (lossLeft < lossRight) {
      [high, right, lossRight] = [right, left, lossLeft];
      left = high - ratio * (high - low);
      lossLeft = loss(left);
    } else {
      [low, left, lossLeft] = [left, right, lossRight];
      right = low + ratio * (high - low);
      lossRight = loss(right);
    }
  }
  return 2 / (low + high);
}
