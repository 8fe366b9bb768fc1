/**
 * An experiment as typed data: what is trained, by which section of the report, what to expect, and
 * how each budget scales it. Resolving it with a budget, a seed and overrides gives the `RunConfig`
 * that is trained and recorded.
 */
import type { Budget, RunConfig } from "../records/run.ts";

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
}

export interface ResolveOptions {
  readonly budget: Budget;
  readonly seed: number;
  /** Overrides as `path=value`, e.g. `optimizer.learningRate=0.002`. */
  readonly set?: readonly string[];
}

/** The configuration of one run. Throws on an unknown budget or override, or a value out of range. */
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
  checkRanges(config);
  return config;
}

/** Settings with one value replaced. */
function override(settings: Settings, assignment: string): Settings {
  const [, path, text] = /^([\w.]+)=(.*)$/s.exec(assignment) ?? [];
  if (path === undefined || text === undefined) {
    throw new Error(`Cannot set "${assignment}": it must be NAME=VALUE, e.g. batch=64`);
  }
  const keys = path.split(".");
  return replace(
    settings as unknown as Record<string, unknown>,
    keys,
    text,
    path,
  ) as unknown as Settings;
}

function replace(
  object: Record<string, unknown>,
  [key = "", ...rest]: readonly string[],
  text: string,
  path: string,
): Record<string, unknown> {
  if (!(key in object)) {
    const known = Object.keys(object).join(", ");
    throw new Error(`Cannot set ${path}: ${key} must be one of ${known}`);
  }
  const old = object[key];
  if (rest.length > 0) {
    if (typeof old !== "object" || old === null || Array.isArray(old)) {
      throw new Error(`Cannot set ${path}: ${key} has no parts`);
    }
    return { ...object, [key]: replace(old as Record<string, unknown>, rest, text, path) };
  }
  return { ...object, [key]: parseLike(old, text, path) };
}

/** A value of the kind of the old one; null may become a number and a number null. */
function parseLike(old: unknown, text: string, path: string): unknown {
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {
    // A word without quotes.
  }
  const kind = (v: unknown) => v === null ? "number" : Array.isArray(v) ? "list" : typeof v;
  if (kind(value) !== kind(old)) {
    throw new Error(
      `Cannot set ${path}: it must be a ${kind(old)} like ${JSON.stringify(old)}, but is ${text}`,
    );
  }
  return value;
}

const CHOICES: readonly [string, (config: RunConfig) => unknown, readonly unknown[]][] = [
  ["network.pooling", (c) => c.network.pooling, ["average", "max"]],
  ["data.dataset", (c) => c.data.dataset, [
    ...["ferplus", "fer2013", "raf-db", "ferplus+raf-db", "generated"],
  ]],
  ["data.target", (c) => c.data.target, ["majority", "votes"]],
  ["data.validation", (c) => c.data.validation, ["public+private", "public"]],
  ["data.sampling", (c) => c.data.sampling, ["uniform", "balanced"]],
  ["augmentation", (c) => c.augmentation, [
    ...["none", "horizontal", "vertical", "moderate", "aggressive", "batch"],
  ]],
  ["loss.kind", (c) => c.loss.kind, ["cross-entropy", "focal"]],
];

const RANGES: readonly [string, (config: RunConfig) => number | null, number, number][] = [
  ["loss.classWeightPower", (c) => c.loss.classWeightPower, 0, 2],
  ["loss.gamma", (c) => c.loss.gamma, 0, 10],
  ["optimizer.learningRate", (c) => c.optimizer.learningRate, 1e-8, 1],
  ["optimizer.weightDecay", (c) => c.optimizer.weightDecay, 0, 1],
  ["optimizer.clipNorm", (c) => c.optimizer.clipNorm, 1e-6, 1e6],
  ["batch", (c) => c.batch, 2, 4096],
  ["ema", (c) => c.ema, 0, 0.99999],
  ["evaluationSize", (c) => c.evaluationSize, 32, 256],
  ["limit", (c) => c.limit, 2, 1e6],
  ["seed", (c) => c.seed, 0, 2 ** 31 - 1],
];

function checkRanges(config: RunConfig): void {
  for (const [path, get, choices] of CHOICES) {
    if (!choices.includes(get(config))) {
      throw new Error(
        `Cannot use ${path} ${get(config)}: it must be one of ${choices.join(", ")}`,
      );
    }
  }
  const sides = config.stages.map((stage) =>
    [`the side of a stage`, () => stage.size, 32, 256] as const
  );
  const epochs = config.stages.map((stage) =>
    [`the epochs of a stage`, () => stage.epochs, 1, 10_000] as const
  );
  for (const [path, get, low, high] of [...RANGES, ...sides, ...epochs]) {
    const value = get(config);
    if (value !== null && !(value >= low && value <= high)) {
      throw new Error(`Cannot use ${path} ${value}: it must be from ${low} to ${high}`);
    }
  }
  const fixed = ["baseline", "stn", "stn-stable"].includes(config.network.name);
  if (fixed && config.stages.some((stage) => stage.size !== config.evaluationSize)) {
    throw new Error(
      `Cannot train ${config.network.name} at several sizes: every stage must have side ` +
        `${config.evaluationSize}, since its linear layer depends on it`,
    );
  }
}
