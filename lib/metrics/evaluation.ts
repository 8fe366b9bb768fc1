/**
 * Everything that `deno task evaluate` says about a set of predictions, in one record: what
 * scikit-learn's `classification_report` gives, with calibration and with intervals.
 */
import { scoreIntervals } from "./bootstrap.ts";
import type { Interval } from "./bootstrap.ts";
import { argMax, type ClassScores, classScores, type Confusion, confusion } from "./confusion.ts";
import { scores } from "./scores.ts";

/** Scores of one class, by name. */
export interface NamedScores extends ClassScores {
  readonly name: string;
  readonly f1Interval: Interval;
}

export interface Evaluation {
  /** Number of pictures. */
  readonly n: number;
  readonly accuracy: number;
  readonly accuracyInterval: Interval;
  readonly macroPrecision: number;
  readonly macroRecall: number;
  readonly macroF1: number;
  readonly macroF1Interval: Interval;
  readonly classes: readonly NamedScores[];
  /** Row = true class, column = predicted class. */
  readonly confusion: Confusion;
  /** Unweighted cross-entropy, in nats. */
  readonly logLoss: number;
  /** Expected calibration error, 15 bins of equal width. */
  readonly calibrationError: number;
  /** Quotients without a denominator, in words; they count as 0, in the macro averages too. */
  readonly zeroDivisions: readonly string[];
}

/**
 * @param probabilities `[n, classes]`, row-major
 * @param labels `[n]`, class indices
 * @throws Error when there is no picture, or a probability is not finite
 */
export function evaluatePredictions(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: readonly string[],
): Evaluation {
  const k = classes.length;
  const overall = scores(probabilities, labels, classes.map(() => 1));
  const predicted = argMax(probabilities, k);
  const intervals = scoreIntervals(labels, predicted, k);
  const matrix = confusion(labels, predicted, k);
  const { n, accuracy, macroPrecision, macroRecall, macroF1, logLoss, calibrationError } = overall;
  const named = classScores(matrix).map((own, i): NamedScores => ({
    name: classes[i]!,
    ...own,
    f1Interval: intervals.f1[i]!,
  }));
  return {
    n,
    accuracy,
    accuracyInterval: intervals.accuracy,
    macroPrecision,
    macroRecall,
    macroF1,
    macroF1Interval: intervals.macroF1,
    classes: named,
    confusion: matrix,
    logLoss,
    calibrationError,
    zeroDivisions: named.flatMap(({ name, support }, i) => [
      ...(matrix.every((row) => row[i] === 0) ? [`${name} was never predicted: precision 0`] : []),
      ...(support === 0 ? [`there is no picture of ${name}: recall 0`] : []),
    ]),
  };
}
