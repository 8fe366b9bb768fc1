/**
 * How far a score could be off because the pictures happen to be these: percentile intervals of the
 * bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13). The
 * scores depend on the pictures only through counts of (label, prediction), so a resample is a
 * vector of counts and two thousand of them take well under a second.
 */
import { accuracy, classScores, type Confusion, confusion, macroScores } from "./confusion.ts";

/** A score with the interval that holds `level` of its resampled values. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** 0.95 for a 95 % interval. */
  readonly level: number;
}

export interface BootstrapOptions {
  /** Number of resamples; 2,000 unless said. */
  readonly resamples?: number;
  /** 1 unless said. The same seed gives the same interval. */
  readonly seed?: number;
  /** 0.95 unless said. */
  readonly level?: number;
}

/**
 * Resamples pictures that fall into kinds, and gives an interval for each statistic of the counts.
 *
 * @param kinds `[n]`, the kind of each picture, 0 to `kindCount` − 1
 * @param statistics from the counts of a resample, `[kindCount]`, to values
 * @throws Error when there is no picture
 */
export function bootstrap(
  kinds: ArrayLike<number>,
  kindCount: number,
  statistics: (counts: Float64Array) => readonly number[],
  { resamples = 2000, seed = 1, level = 0.95 }: BootstrapOptions = {},
): Interval[] {
  const n = kinds.length;
  if (n === 0) throw new Error("Cannot resample: there must be at least one picture, but is none");
  const counts = new Float64Array(kindCount);
  for (let i = 0; i < n; i++) counts[kinds[i]!]! += 1;
  const estimates = statistics(counts);
  const samples = estimates.map(() => new Float64Array(resamples));
  const random = uniform(seed);
  for (let r = 0; r < resamples; r++) {
    counts.fill(0);
    for (let i = 0; i < n; i++) counts[kinds[Math.floor(random() * n)]!]! += 1;
    statistics(counts).forEach((value, s) => samples[s]![r] = value);
  }
  return estimates.map((estimate, s) => {
    const sorted = samples[s]!.sort();
    const tail = (1 - level) / 2;
    return { estimate, low: quantile(sorted, tail), high: quantile(sorted, 1 - tail), level };
  });
}

/** Intervals of the scores that come from the confusion matrix. */
export interface ScoreIntervals {
  readonly accuracy: Interval;
  readonly macroF1: Interval;
  /** F1 of each class. */
  readonly f1: readonly Interval[];
}

/**
 * Bootstrap intervals of accuracy, macro F1 and each class's F1.
 *
 * @param labels `[n]`, true class indices
 * @param predicted `[n]`, predicted class indices
 */
export function scoreIntervals(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  k: number,
  options: BootstrapOptions = {},
): ScoreIntervals {
  confusion(labels, predicted, k); // For its check of the indices.
  const kinds = Uint32Array.from(labels, (label, i) => label * k + predicted[i]!);
  const [first, second, ...rest] = bootstrap(kinds, k * k, (counts) => {
    const matrix = toMatrix(counts, k);
    const classes = classScores(matrix);
    return [accuracy(matrix), macroScores(classes).f1, ...classes.map((scores) => scores.f1)];
  }, options);
  return { accuracy: first!, macroF1: second!, f1: rest };
}

function toMatrix(counts: Float64Array, k: number): Confusion {
  return Array.from({ length: k }, (_, row) => Array.from(counts.subarray(row * k, row * k + k)));
}

/** Linear interpolation between order statistics, as numpy's `quantile`. */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  return low + (position - below) * ((sorted[below + 1] ?? low) - low);
}

/** Uniform numbers in [0, 1) (mulberry32): small, fast, the same everywhere. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
