/** How long a run trained until it was good: the number to compare recipes by. */
import type { EpochLog } from "../records/run.ts";

/**
 * Seconds of training until the first epoch whose validation accuracy reaches `accuracy`,
 * evaluation not counted; null when none does.
 *
 * @param accuracy share from 0 to 1
 */
export function secondsToAccuracy(log: readonly EpochLog[], accuracy: number): number | null {
  let seconds = 0;
  for (const epoch of log) {
    seconds += epoch.seconds;
    if (epoch.valAccuracy !== null && epoch.valAccuracy >= accuracy) return seconds;
  }
  return null;
}
