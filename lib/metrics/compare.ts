/**
 * Whether one network is better than another on the same pictures. Two separate intervals answer
 * that badly, since most pictures are easy or hard for both; so the runs are compared picture by
 * picture.
 */
import type { Prediction } from "../records/run.ts";
import { bootstrap, type BootstrapOptions, type Interval } from "./bootstrap.ts";
import { accuracy, classScores, type Confusion, macroScores } from "./confusion.ts";
import { tabulate } from "./scores.ts";

export interface Comparison {
  /** Number of pictures. */
  readonly n: number;
  /** Second run minus first, with its paired bootstrap interval. */
  readonly accuracy: Interval;
  readonly macroF1: Interval;
  /** Pictures that only the first, and only the second run gets right. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Two-sided p of McNemar's exact test: how often a fair coin would split them so unevenly. */
  readonly p: number;
}

/**
 * Compares two runs' predictions of the same pictures.
 *
 * @param classes class names, in the order of the probabilities of both
 * @throws Error when the pictures or their labels differ
 */
export function compareRuns(
  first: readonly Prediction[],
  second: readonly Prediction[],
  classes: readonly string[],
  options: BootstrapOptions = {},
): Comparison {
  const a = tabulate(first, classes);
  const b = tabulate(alignTo(first, second), classes);
  const k = classes.length;
  const kinds = Uint32Array.from(
    a.labels,
    (label, i) => (label * k + a.predicted[i]!) * k + b.predicted[i]!,
  );
  const [accuracyGain, f1Gain] = bootstrap(kinds, k ** 3, (counts) => {
    const [before, after] = twoMatrices(counts, k);
    return [
      accuracy(after) - accuracy(before),
      macroScores(classScores(after)).f1 - macroScores(classScores(before)).f1,
    ];
  }, options);
  let onlyFirst = 0;
  let onlySecond = 0;
  a.labels.forEach((label, i) => {
    const rightFirst = a.predicted[i] === label;
    const rightSecond = b.predicted[i] === label;
    if (rightFirst && !rightSecond) onlyFirst++;
    if (rightSecond && !rightFirst) onlySecond++;
  });
  return {
    n: a.labels.length,
    accuracy: accuracyGain!,
    macroF1: f1Gain!,
    onlyFirst,
    onlySecond,
    p: mcNemar(onlyFirst, onlySecond),
  };
}

/**
 * McNemar's exact test: the chance that `b + c` tosses of a fair coin come out at least as uneven
 * as `b` to `c`. 1 when neither run is right where the other is wrong.
 */
export function mcNemar(b: number, c: number): number {
  const tosses = b + c;
  let logChoose = 0; // log of (tosses choose i)
  let tail = 0;
  for (let i = 0; i <= Math.min(b, c); i++) {
    tail += Math.exp(logChoose - tosses * Math.LN2);
    logChoose += Math.log((tosses - i) / (i + 1));
  }
  return Math.min(1, 2 * tail);
}

/** `second` in the order of `first`. */
function alignTo(first: readonly Prediction[], second: readonly Prediction[]): Prediction[] {
  const byRow = new Map(second.map((prediction) => [prediction.row, prediction]));
  if (first.length !== second.length || byRow.size !== second.length) {
    throw new Error(
      `Cannot compare runs: both must hold the same pictures once, but one holds ${first.length} ` +
        `and the other ${second.length}, ${byRow.size} of them different`,
    );
  }
  return first.map((prediction) => {
    const other = byRow.get(prediction.row);
    if (other?.label !== prediction.label) {
      throw new Error(
        `Cannot compare runs: picture ${prediction.row} must be in both with the same label, but ` +
          `is ${prediction.label} in one and ${other?.label ?? "missing"} in the other`,
      );
    }
    return other;
  });
}

function twoMatrices(counts: Float64Array, k: number): [Confusion, Confusion] {
  const empty = () => Array.from({ length: k }, () => new Array<number>(k).fill(0));
  const [before, after] = [empty(), empty()];
  counts.forEach((count, kind) => {
    const label = Math.floor(kind / (k * k));
    before[label]![Math.floor(kind / k) % k]! += count;
    after[label]![kind % k]! += count;
  });
  return [before, after];
}
