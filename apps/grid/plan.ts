/**
 * Which runs a grid is made of, where each stands before it begins, and how much work it is. Runs
 * are told by the hash of their configuration: what is recorded under it is not trained again.
 */
import { asUsage } from "../cli.ts";
import { existsSync } from "node:fs";
import { isLocked } from "experiments/lock.ts";
import { placeOf, recorded, type RunPlace } from "experiments/run.ts";
import { headline } from "lib/records/headline.ts";
import type { Budget, RunConfig } from "lib/records/run.ts";
import { readRun, runFolder } from "lib/records/store.ts";
import { checkpointPath } from "lib/train/checkpoint.ts";
import { type Experiment, resolveExperiment } from "lib/train/experiment.ts";

export type RunState = "recorded" | "waiting" | "running" | "done" | "failed" | "stopped" | "busy";

/** One run of the grid. Mutable: it moves through its states while the grid works. */
export interface GridRun {
  readonly config: RunConfig;
  readonly place: RunPlace;
  state: RunState;
  /** Once it is recorded: on the validation pictures, or by the honest rule on PrivateTest. */
  accuracy: number | null;
  /** Seconds of training and evaluation once it is recorded. */
  seconds: number | null;
  /** Where it stands or why it failed, in a few words. */
  note: string;
}

export interface GridSelection {
  readonly budget: Budget;
  /** File-name patterns of experiments, `*` and `?`; none = all. */
  readonly only: readonly string[];
  readonly seeds: readonly number[];
}

/** Experiments whose name fits a pattern; all without one. Throws when a pattern fits none. */
export function selectExperiments(
  experiments: readonly Experiment[],
  only: readonly string[],
): Experiment[] {
  if (only.length === 0) return [...experiments];
  const fits = only.map((glob) => {
    const pattern = globPattern(glob);
    if (!experiments.some(({ name }) => pattern.test(name))) {
      const known = experiments.map(({ name }) => name).join(", ");
      throw new Error(`Cannot use --only ${glob}: it must fit an experiment, of ${known}`);
    }
    return pattern;
  });
  return experiments.filter(({ name }) => fits.some((pattern) => pattern.test(name)));
}

/** A file-name pattern as a regular expression: `*` any text, `?` any letter. */
function globPattern(glob: string): RegExp {
  const escaped = glob.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}

/**
 * The runs of a grid, seed by seed, and the experiments that have no such budget or need weights to
 * start from.
 *
 * @param placeOfRun where a run is recorded, and where it lives until then
 */
export async function planGrid(
  experiments: readonly Experiment[],
  { budget, only, seeds }: GridSelection,
  placeOfRun: (config: RunConfig) => RunPlace = placeOf,
): Promise<{ readonly runs: GridRun[]; readonly without: string[] }> {
  const chosen = asUsage(() => selectExperiments(experiments, only));
  const has = (e: Experiment) =>
    (budget === "full" || e.budgets[budget] !== undefined) && !e.needsStart?.includes(budget);
  const able = chosen.filter(has);
  const runs: GridRun[] = [];
  for (const seed of seeds) {
    for (const experiment of able) {
      const config = resolveExperiment(experiment, { budget, seed });
      const place = placeOfRun(config);
      const run = { config, place, state: "waiting", accuracy: null, seconds: null, note: "" };
      runs.push(run as GridRun);
      await look(runs.at(-1)!);
    }
  }
  return { runs, without: chosen.filter((e) => !has(e)).map(({ name }) => name) };
}

/**
 * Brings a waiting run up to date: it may be recorded already, or trained by another process. One
 * whose record is damaged fails, and stands in nobody's way.
 */
export async function look(run: GridRun): Promise<RunState> {
  const cache = runFolder(run.place.cache, run.config);
  if (await readRecord(run)) run.state = "recorded";
  else if (run.state === "failed") return run.state;
  else if (await isLocked(cache)) {
    run.state = "busy";
    run.note = "another process trains it";
  } else if (existsSync(checkpointPath(cache))) run.note = "was cut off, goes on";
  return run.state;
}

/** Takes over what is recorded of a run; false when nothing is, or nothing that can be read. */
export async function readRecord(run: GridRun): Promise<boolean> {
  try {
    const path = await recorded(run.config, run.place.results);
    if (path === null) return false;
    const { summary } = await readRun(path);
    run.accuracy = headline(run.config, summary).scores.accuracy;
    run.seconds = summary.seconds.total;
    return true;
  } catch (error) {
    Object.assign(run, { state: "failed", note: (error as Error).message });
    return false;
  }
}
