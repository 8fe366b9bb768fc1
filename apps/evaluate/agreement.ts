/** Compares predictions made here with the recorded ones. */
import type { FaceSet } from "lib/data/faces.ts";
import type { Prediction } from "lib/records/run.ts";
import { argMax } from "lib/metrics/confusion.ts";

/** How far predictions made here are from the recorded ones of the same pictures. */
export interface Agreement {
  /** Pictures that both have. */
  readonly pictures: number;
  /** Those of another predicted class. */
  readonly different: number;
  readonly largestDifference: number;
}

/**
 * @param probabilities `[n, classes]` of `faces`
 * @returns null when the recorded run predicted none of these pictures
 */
export function compareWithRecord(
  faces: FaceSet,
  probabilities: Float32Array,
  recorded: readonly Prediction[],
): Agreement | null {
  const k = faces.classes.length;
  const byRow = new Map(recorded.map((prediction) => [prediction.row, prediction.probabilities]));
  const predicted = argMax(probabilities, k);
  let pictures = 0, different = 0, largestDifference = 0;
  faces.rows.forEach((row, i) => {
    const before = byRow.get(row);
    if (before?.length !== k) return;
    pictures++;
    if (argMax(before, k)[0] !== predicted[i]) different++;
    before.forEach((value, c) => {
      const difference = Math.abs(value - probabilities[i * k + c]!);
      largestDifference = Math.max(largestDifference, difference);
    });
  });
  return pictures === 0 ? null : { pictures, different, largestDifference };
}
