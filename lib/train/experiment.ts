/**
 * An experiment as typed data: what is trained, by which section of the report, what to expect, and
 * how each budget scales it. Resolving it with a budget, a seed and overrides gives the `RunConfig`
 * that is trained and recorded.
 */
import type { Budget, RunConfig } from "../records/run.ts";
import { checkLimits } from "./limits.ts";
import { override } from "./override.ts";

/** The settings of a run without the names that identify it. */
export type Settings = Omit<RunConfig, "format" | "experiment" | "budget" | "seed">;

/** Settings that a budget replaces, whole values at the first level. */
export type BudgetSettings = Partial<Settings>;

export interface Experiment {
  /** Name in commands and folders. */
  readonly name: string;
  /** One line for tables and help texts. */
  readonly title: string;
  /** Section, table or figure of the report, or "beyond the report". */
  readonly section: string;
  /** What the report scored (accuracy, 0 to 1), or null where it says nothing. */
  readonly report: number | null;
  /** The settings of budget `full`. */
  readonly settings: Settings;
  /** What each other budget replaces; a budget that is not listed is refused. */
  readonly budgets: Partial<Record<Exclude<Budget, "full">, BudgetSettings>>;
  /** Budgets that are made to go on from other weights and mean nothing without. */
  readonly needsStart?: readonly Budget[];
}

export interface ResolveOptions {
  readonly budget: Budget;
  readonly seed: number;
  /** Overrides as `path=value`, e.g. `optimizer.learningRate=0.002`. */
  readonly set?: readonly string[];
}

/** The configuration of one run. Throws on an unknown budget or override, or a value that is not allowed. */
export function resolveExperiment(
  experiment: Experiment,
  { budget, seed, set = [] }: ResolveOptions,
): RunConfig {
  const scaled = budget === "full" ? {} : experiment.budgets[budget];
  if (!scaled) {
    const known = [...Object.keys(experiment.budgets), "full"].join(", ");
    throw new Error(
      `Cannot train ${experiment.name} on budget ${budget}: it must be one of ${known}`,
    );
  }
  let settings: Settings = { ...experiment.settings, ...scaled };
  for (const assignment of set) settings = override(settings, assignment);
  const { name } = experiment;
  const config: RunConfig = { format: 1, experiment: name, budget, seed, ...settings };
  checkLimits(config);
  return config;
}
