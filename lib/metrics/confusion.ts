/**
 * The confusion matrix, and what follows from it alone: accuracy, and precision, recall and F1 per
 * class and as a macro average. Everything that is counted rather than averaged over probabilities
 * starts here, so a bootstrap can resample the matrix instead of the pictures.
 */

/** Counts `[classes][classes]`: row = true class, column = predicted class. */
export type Confusion = readonly (readonly number[])[];

/** Scores of one class. A quotient whose denominator is 0 counts as 0, as in scikit-learn. */
export interface ClassScores {
  /** Right among those predicted as this class; 0 when it was never predicted. */
  readonly precision: number;
  /** Right among those that are this class; 0 when there is none. */
  readonly recall: number;
  /** Harmonic mean of the two; 0 when both are. */
  readonly f1: number;
  /** Number of pictures of this class. */
  readonly support: number;
}

/**
 * Index of the largest probability of each row; the first one on a tie.
 *
 * @param probabilities `[n, k]`, row-major
 */
export function argMax(probabilities: ArrayLike<number>, k: number): Uint8Array {
  const n = probabilities.length / k;
  const best = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    let top = 0;
    for (let c = 1; c < k; c++) {
      if (probabilities[i * k + c]! > probabilities[i * k + top]!) top = c;
    }
    best[i] = top;
  }
  return best;
}

/**
 * Counts how often each class was predicted as which.
 *
 * @param labels `[n]`, true class indices
 * @param predicted `[n]`, predicted class indices
 * @param k number of classes
 * @throws Error when the lengths differ or an index is not a class
 */
export function confusion(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  k: number,
): Confusion {
  if (labels.length !== predicted.length) {
    throw new Error(
      `Cannot count a confusion matrix: predictions must be as many as the ${labels.length} ` +
        `labels, but are ${predicted.length}`,
    );
  }
  const counts = Array.from({ length: k }, () => new Array<number>(k).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const row = counts[labels[i]!];
    if (row?.[predicted[i]!] === undefined) {
      throw new Error(
        `Cannot count a confusion matrix: classes must be 0 to ${k - 1}, but picture ${i} has ` +
          `label ${labels[i]} and prediction ${predicted[i]}`,
      );
    }
    row[predicted[i]!]! += 1;
  }
  return counts;
}

/** Share of pictures on the diagonal. */
export function accuracy(matrix: Confusion): number {
  return divide(sum(matrix.map((row, c) => row[c]!)), sum(matrix.map(sum)));
}

/** Precision, recall, F1 and support of every class. */
export function classScores(matrix: Confusion): ClassScores[] {
  return matrix.map((row, c) => {
    const right = row[c]!;
    const support = sum(row);
    const predicted = sum(matrix.map((other) => other[c]!));
    return {
      precision: divide(right, predicted),
      recall: divide(right, support),
      f1: divide(2 * right, support + predicted),
      support,
    };
  });
}

/**
 * Unweighted means over all classes, a class without pictures included (with 0): what scikit-learn
 * gives for `average="macro", labels=range(k), zero_division=0`.
 */
export function macroScores(
  classes: readonly ClassScores[],
): { precision: number; recall: number; f1: number } {
  const mean = (key: "precision" | "recall" | "f1") =>
    divide(sum(classes.map((scores) => scores[key])), classes.length);
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") };
}

function divide(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
