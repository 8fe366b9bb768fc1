/**
 * What a figure refuses to draw: a run without predictions, a log with NaN. A figure with a hole
 * where a number should be would be believed.
 */
import { type PredictionTable, tabulate } from "../metrics/scores.ts";
import type { EpochLog, Run } from "../records/run.ts";

/**
 * A run's predictions as arrays.
 *
 * @param what the figure, for the error: "Cannot draw <what>: …"
 * @throws Error when there is none, or a probability is not finite
 */
export function predictionsOf(run: Run, what: string): PredictionTable {
  if (run.predictions.length === 0) {
    throw new Error(
      `Cannot draw ${what}: ${run.path} must hold predictions, but holds none; evaluate it again`,
    );
  }
  const table = tabulate(run.predictions, run.config.data.classes);
  const bad = table.probabilities.findIndex((p) => !Number.isFinite(p));
  if (bad >= 0) {
    const row = run.predictions[Math.floor(bad / run.config.data.classes.length)]!.row;
    throw new Error(
      `Cannot draw ${what}: probabilities of ${run.path} must be finite, but picture ${row} has ` +
        `${table.probabilities[bad]}`,
    );
  }
  return table;
}

/**
 * A run's log.
 *
 * @throws Error when it is empty, or a number that was measured is not finite
 */
export function logOf(run: Run, what: string): readonly EpochLog[] {
  if (run.log.length === 0) {
    throw new Error(`Cannot draw ${what}: the log of ${run.path} must hold epochs, but is empty`);
  }
  for (const epoch of run.log) {
    for (const key of ["trainLoss", "trainAccuracy", "valLoss", "valAccuracy"] as const) {
      const value = epoch[key];
      if (value !== null && !Number.isFinite(value)) {
        throw new Error(
          `Cannot draw ${what}: ${key} of epoch ${epoch.epoch} of ${run.path} must be finite, ` +
            `but is ${value}`,
        );
      }
    }
  }
  return run.log;
}
