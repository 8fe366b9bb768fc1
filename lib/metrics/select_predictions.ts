/** What a run recorded, seen by fewer classes than it was trained on. */
import type { Prediction } from "../records/run.ts";
import { selectProbabilities } from "./select_probabilities.ts";

/**
 * The predictions of the pictures of some classes alone, their probabilities scaled to sum to 1.
 *
 * @param from the run's classes
 * @param to the scored ones, in their order
 * @throws Error when the run lacks one of them
 */
export function selectPredictions(
  predictions: readonly Prediction[],
  from: readonly string[],
  to: readonly string[],
): Prediction[] {
  return predictions.filter(({ label }) => to.includes(label)).map((prediction) => ({
    ...prediction,
    probabilities: [...selectProbabilities(Float32Array.from(prediction.probabilities), from, to)],
  }));
}
