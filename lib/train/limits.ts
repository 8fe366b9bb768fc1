/** What the values of a configuration may be. Overrides have their keys and kinds checked before. */
import { createNetwork, NETWORK_NAMES } from "../models/networks.ts";
import { AUGMENTATIONS, DATASETS, type RunConfig, type ScheduleConfig } from "../records/run.ts";

type Get = (config: RunConfig) => unknown;

const CHOICES: readonly [path: string, get: Get, choices: readonly unknown[]][] = [
  ["network.name", (c) => c.network.name, NETWORK_NAMES],
  ["network.pooling", (c) => c.network.pooling, ["average", "max"]],
  ["data.dataset", (c) => c.data.dataset, DATASETS],
  ["data.target", (c) => c.data.target, ["majority", "votes"]],
  ["data.validation", (c) => c.data.validation, ["public+private", "public"]],
  ["data.sampling", (c) => c.data.sampling, ["uniform", "balanced"]],
  ["augmentation", (c) => c.augmentation, AUGMENTATIONS],
  ["loss.kind", (c) => c.loss.kind, ["cross-entropy", "focal"]],
  ["optimizer.kind", (c) => c.optimizer.kind, ["adamw"]],
  ["schedule.kind", (c) => c.schedule.kind, ["plateau", "one-cycle"]],
];

interface Range {
  readonly path: string;
  readonly value: unknown;
  readonly low: number;
  readonly high: number;
  readonly whole?: boolean;
  /** May be null for none. */
  readonly optional?: boolean;
}

/** The keys of each kind of schedule, with their ranges. */
function scheduleRanges(schedule: ScheduleConfig): Range[] {
  const values = schedule as unknown as Record<string, unknown>;
  const range = (key: string, low: number, high: number, whole = false): Range => ({
    path: `schedule.${key}`,
    value: values[key],
    low,
    high,
    whole,
  });
  const ranges = schedule.kind === "one-cycle" ? [range("warmup", 0, 0.99)] : [
    range("factor", 0.01, 0.99),
    range("patience", 0, 1000, true),
    range("stopAfter", 1, 10_000, true),
    range("minDelta", 0, 100),
    range("minRate", 0, 1),
  ];
  const known = ["kind", ...ranges.map(({ path }) => path.slice("schedule.".length))];
  const extra = Object.keys(values).find((key) => !known.includes(key));
  if (extra !== undefined) {
    throw new Error(
      `Cannot use schedule.${extra}: a ${schedule.kind} schedule must have ${known.join(", ")}`,
    );
  }
  return ranges;
}

function ranges({ loss, optimizer, schedule, stages, ...config }: RunConfig): Range[] {
  const { learningRate, weightDecay, clipNorm } = optimizer;
  const { classWeightPower, gamma } = loss;
  const { batch, ema, evaluationSize, limit, seed } = config;
  const optional = true, whole = true;
  return [
    { path: "loss.classWeightPower", value: classWeightPower, low: 0, high: 2 },
    { path: "loss.gamma", value: gamma, low: 0, high: 10 },
    { path: "optimizer.learningRate", value: learningRate, low: 1e-8, high: 1 },
    { path: "optimizer.weightDecay", value: weightDecay, low: 0, high: 1 },
    { path: "optimizer.clipNorm", value: clipNorm, low: 1e-6, high: 1e6, optional },
    { path: "batch", value: batch, low: 2, high: 4096, whole },
    { path: "ema", value: ema, low: 0, high: 0.99999, optional },
    { path: "evaluationSize", value: evaluationSize, low: 32, high: 256, whole },
    { path: "limit", value: limit, low: 2, high: 1e6, whole, optional },
    { path: "seed", value: seed, low: 0, high: 2 ** 31 - 1, whole },
    ...stages.flatMap(({ size, epochs, classWeightPower: power = 0 }, i): Range[] => [
      { path: `stages[${i}].size`, value: size, low: 32, high: 256, whole },
      { path: `stages[${i}].epochs`, value: epochs, low: 1, high: 10_000, whole },
      { path: `stages[${i}].classWeightPower`, value: power, low: 0, high: 2 },
    ]),
    ...scheduleRanges(schedule),
  ];
}

/** @throws Error in one line that names the setting, its value and what it must be */
export function checkLimits(config: RunConfig): void {
  for (const [path, get, choices] of CHOICES) {
    if (!choices.includes(get(config))) {
      throw new Error(`Cannot use ${path} ${get(config)}: it must be one of ${choices.join(", ")}`);
    }
  }
  if (config.stages.length === 0) {
    throw new Error("Cannot use stages []: there must be one or more");
  }
  checkStages(config);
  for (const { path, value, low, high, whole = false, optional = false } of ranges(config)) {
    if (value === null && optional) continue;
    const fits = typeof value === "number" && value >= low && value <= high &&
      (!whole || Number.isInteger(value));
    if (fits) continue;
    const kind = whole ? "a whole number" : "a number";
    throw new Error(
      `Cannot use ${path} ${value}: it must be ${kind} from ${low} to ${high}` +
        (optional ? ", or null" : ""),
    );
  }
  checkLoss(config);
  checkSizes(config);
}

/** A stage's keys are not looked at when its list is overridden as a whole. */
function checkStages({ stages }: RunConfig): void {
  const known = ["size", "epochs", "classWeightPower"];
  for (const [i, stage] of stages.entries()) {
    if (typeof stage !== "object" || stage === null) {
      throw new Error(`Cannot use stages[${i}]: it must have ${known.join(", ")}`);
    }
    const extra = Object.keys(stage).find((key) => !known.includes(key));
    if (extra === undefined) continue;
    throw new Error(`Cannot use stages[${i}].${extra}: a stage must have ${known.join(", ")}`);
  }
}

/**
 * A loss's name and its parameter must say the same. Under 1 the focal loss has no finite gradient
 * at a picture that is certainly right.
 */
function checkLoss({ loss: { kind, gamma } }: RunConfig): void {
  if (kind === "focal" ? gamma >= 1 : gamma === 0) return;
  throw new Error(
    `Cannot use loss.kind ${kind} with loss.gamma ${gamma}: gamma must be 0 for cross-entropy and ` +
      "1 or more for focal. Set both",
  );
}

function checkSizes({ network, stages, evaluationSize }: RunConfig): void {
  const weightsAt = (size: number) =>
    JSON.stringify(
      createNetwork(network.name, { classes: 2, pooling: network.pooling, size }).weights,
    );
  if (stages.some(({ size }) => weightsAt(size) !== weightsAt(evaluationSize))) {
    throw new Error(
      `Cannot train ${network.name} at several sizes: every stage must have side ` +
        `${evaluationSize}, since its linear layer depends on it`,
    );
  }
}
