/**
 * The run of a configuration as a notebook wants it: the recorded one, or trained here, watched and
 * stoppable. What is trained here stays in `.cache/`, so that trying a setting never touches the
 * recorded runs, and every configuration has a folder of its own.
 */
import { watchTraining } from "lib/notebook/training.ts";
import type { Run, RunConfig } from "lib/records/run.ts";
import { readRun, runFolder } from "lib/records/store.ts";
import { recorded, runExperiment, type RunOptions, trialPlace } from "./run.ts";

export interface LiveRunOptions extends Pick<RunOptions, "backend" | "device" | "precision"> {
  /** Train here, whether or not a run is recorded. */
  readonly retrain: boolean;
  /** Stands above the live chart. */
  readonly title: string;
}

/**
 * Loads the recorded run, or trains here: a run that was stopped goes on, a finished one is trained
 * anew. Returns null when it was stopped.
 *
 * @throws Error when nothing is recorded and `retrain` is false
 */
export async function liveRun(config: RunConfig, options: LiveRunOptions): Promise<Run | null> {
  const { retrain, title, ...engine } = options;
  if (!retrain) {
    const path = await recorded(config);
    if (path !== null) return await readRun(path);
    throw new Error(
      `Cannot load ${config.experiment}: a run with budget ${config.budget}, seed ${config.seed} ` +
        "and these settings must be recorded, but is not. Set retrain to true to train it here.",
    );
  }
  const { results, cache } = trialPlace(config);
  const fresh = await recorded(config, results) !== null;
  const summary = await watchTraining(
    title,
    config,
    (hooks) => runExperiment(config, { ...engine, ...hooks, results, cache, fresh }),
  );
  if (summary === null) {
    console.log("Stopped. Run this cell again to go on from here.");
    return null;
  }
  // The checkpoint of a finished run is of no more use, and large.
  await Deno.remove(cache, { recursive: true });
  return await readRun(runFolder(results, config));
}
