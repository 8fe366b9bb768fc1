/**
 * From predictions to the scores of a run, in one place, so that training, `deno task evaluate`, a
 * notebook and a figure cannot disagree about what a number means.
 */
import type { Prediction, Scores } from "../records/run.ts";
import { expectedCalibrationError, reliabilityBins } from "./calibration.ts";
import { accuracy, argMax, classScores, confusion, macroScores } from "./confusion.ts";
import { logLoss, weightedLogLoss } from "./loss.ts";

/**
 * All scores of one set of predictions.
 *
 * @param probabilities `[n, k]`, row-major
 * @param labels `[n]`, class indices
 * @param classWeights `[k]`, the training set's balanced weights (`balancedWeights`)
 * @throws Error when there is no picture, the lengths do not fit, or a probability is not finite
 */
export function scores(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classWeights: readonly number[],
): Scores {
  const k = classWeights.length;
  const n = labels.length;
  if (n === 0) throw new Error("Cannot score predictions: there must be pictures, but are none");
  if (probabilities.length !== n * k) {
    throw new Error(
      `Cannot score predictions: probabilities must be ${n} × ${k} = ${n * k}, but are ` +
        `${probabilities.length}`,
    );
  }
  for (let i = 0; i < probabilities.length; i++) {
    if (!Number.isFinite(probabilities[i])) {
      throw new Error(
        `Cannot score predictions: probabilities must be finite, but picture ` +
          `${Math.floor(i / k)} has ${probabilities[i]}`,
      );
    }
  }
  const matrix = confusion(labels, argMax(probabilities, k), k);
  const macro = macroScores(classScores(matrix));
  return {
    n,
    accuracy: accuracy(matrix),
    macroPrecision: macro.precision,
    macroRecall: macro.recall,
    macroF1: macro.f1,
    loss: weightedLogLoss(probabilities, labels, classWeights),
    logLoss: logLoss(probabilities, labels, k),
    calibrationError: expectedCalibrationError(reliabilityBins(probabilities, labels, k)),
  };
}

/** Predictions as flat arrays. */
export interface PredictionTable {
  /** `[n, k]`, row-major. */
  readonly probabilities: Float64Array;
  /** `[n]`, class indices. */
  readonly labels: Uint8Array;
  /** `[n]`, index of the highest probability. */
  readonly predicted: Uint8Array;
}

/**
 * The lines of `predictions.csv` as flat arrays.
 *
 * @param classes class names in the order of the probabilities
 * @throws Error when a label is not one of the classes, or a line has too few probabilities
 */
export function tabulate(
  predictions: readonly Prediction[],
  classes: readonly string[],
): PredictionTable {
  const k = classes.length;
  const index = new Map(classes.map((name, i) => [name, i]));
  const probabilities = new Float64Array(predictions.length * k);
  const labels = new Uint8Array(predictions.length);
  predictions.forEach((prediction, i) => {
    const label = index.get(prediction.label);
    if (label === undefined || prediction.probabilities.length !== k) {
      throw new Error(
        `Cannot read picture ${prediction.row}: it must have a label and probabilities of ` +
          `${classes.join(", ")}, but has the label ${prediction.label} and ` +
          `${prediction.probabilities.length} probabilities`,
      );
    }
    labels[i] = label;
    probabilities.set(prediction.probabilities, i * k);
  });
  return { probabilities, labels, predicted: argMax(probabilities, k) };
}
