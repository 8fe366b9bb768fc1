/**
 * Runs for a notebook that compares several: what is recorded is loaded, what is not is said and
 * left out, so that a table fills as runs are added; with `retrain` each is trained here.
 */
import { figure } from "lib/notebook/figure.ts";
import { headline } from "lib/records/headline.ts";
import type { Budget, Run, RunConfig } from "lib/records/run.ts";
import { resolveExperiment } from "lib/train/experiment.ts";
import { liveRun } from "./live.ts";
import { findExperiment } from "./mod.ts";
import { recorded } from "./run.ts";

/** What a notebook's settings cell holds. */
export interface RunSettings {
  readonly budget: Budget;
  readonly seed: number;
  /** Overrides, e.g. `optimizer.learningRate=0.002`. */
  readonly set: readonly string[];
  /** Train here, whether or not a run is recorded. */
  readonly retrain: boolean;
}

/**
 * The run of an experiment, or null where it is neither recorded nor to be trained, or was stopped.
 * Prints a line that says which.
 */
export async function maybeRun(experiment: string, settings: RunSettings): Promise<Run | null> {
  const { retrain } = settings;
  const found = findExperiment(experiment);
  const config = resolveExperiment(found, settings);
  if (!retrain && await recorded(config) === null) {
    console.log(notRecorded(config, settings.set.length > 0));
    return null;
  }
  const run = await liveRun(config, { retrain, title: `${found.title}, budget ${config.budget}` });
  if (run) console.log(`${nameOf(config)}: ${summaryLine(run)}`);
  return run;
}

/** The runs of several experiments that there are, in this order. */
export async function maybeRuns(
  experiments: readonly string[],
  settings: RunSettings,
): Promise<Run[]> {
  const runs: Run[] = [];
  for (const name of experiments) {
    const run = await maybeRun(name, settings);
    if (run) runs.push(run);
  }
  return runs;
}

/**
 * The line for a run that is missing.
 *
 * @param overridden with settings of its own, which are never recorded among the experiments
 */
export function notRecorded(config: RunConfig, overridden = false): string {
  const { experiment, budget, seed } = config;
  if (overridden) {
    return `${nameOf(config)}: not recorded yet with these settings. ` +
      "Set retrain to true to train it here.";
  }
  if (budget === "smoke") {
    return `${nameOf(config)}: never recorded. Set retrain to true to train it here in seconds.`;
  }
  return `${nameOf(config)}: not recorded yet. ` +
    `\`deno task train ${experiment} --budget ${budget} --seed ${seed}\` records it.`;
}

function nameOf({ experiment, budget, seed }: RunConfig): string {
  return `${experiment}, budget ${budget}, seed ${seed}`;
}

function summaryLine({ config, summary }: Run): string {
  const { part, scores: { accuracy, macroF1 } } = headline(config, summary);
  return `epoch ${summary.chosenEpoch} of ${summary.epochs}, ${part} accuracy ` +
    `${(100 * accuracy).toFixed(2)} %, macro F1 ${macroF1.toFixed(4)}`;
}

/** Shows a figure of each run, or says that there is none yet. */
export async function figures(
  runs: readonly Run[],
  draw: (run: Run) => string | Promise<string>,
): Promise<void> {
  if (runs.length === 0) console.log("The runs of this figure are not recorded yet.");
  for (const run of runs) await figure(await draw(run));
}
