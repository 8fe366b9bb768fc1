/** Settings that experiments share: the report's recipe, and how each budget scales it. */
import { CLASS_LISTS } from "lib/data/classes.ts";
import type {
  AugmentationName,
  DataConfig,
  LossConfig,
  NetworkName,
  RunConfig,
} from "lib/records/run.ts";
import type { BudgetSettings, Experiment, Settings } from "lib/train/experiment.ts";

/** What a family of experiments shares: the settings of `full` and what the budgets replace. */
type Scaled = Pick<Experiment, "settings" | "budgets">;

/** The six classes of the report's FER+ pictures, majority label, both test parts to validate. */
export const FERPLUS: DataConfig = {
  dataset: "ferplus",
  classes: CLASS_LISTS.six,
  target: "majority",
  validation: "public+private",
  removeDuplicates: false,
  sampling: "uniform",
};

export const FER2013: DataConfig = { ...FERPLUS, dataset: "fer2013" };

/** The honest rule: PublicTest validates, and no training picture recurs in either test part. */
export const HONEST: DataConfig = { ...FERPLUS, validation: "public", removeDuplicates: true };

/** A network as the report describes it: average pooling after residual blocks, max in the baseline. */
export function network(name: NetworkName): RunConfig["network"] {
  const residual = name.startsWith("residual");
  return { name, pooling: residual ? "average" : "max" };
}

/** Section 3.2: the recipe to the letter, at most 200 epochs. For a GPU. */
export const REPORT_RECIPE = {
  augmentation: "aggressive",
  loss: { kind: "cross-entropy", classWeightPower: 1, gamma: 0 },
  optimizer: {
    kind: "adamw",
    learningRate: 1e-3,
    weightDecay: 0.01,
    decayAll: true,
    clipNorm: null,
  },
  schedule: {
    kind: "plateau",
    factor: 0.5,
    patience: 3,
    stopAfter: 25,
    minDelta: 1e-4,
    minRate: 1e-6,
  },
  stages: [{ size: 64, epochs: 200 }],
  batch: 32,
  ema: null,
  evaluationSize: 64,
  limit: null,
} as const satisfies Omit<Settings, "network" | "data">;

const ONE_CYCLE = { kind: "one-cycle", warmup: 0.15 } as const;

/** Seconds: a few hundred pictures at 32×32. For tests and a first look. */
export const SMOKE = {
  schedule: ONE_CYCLE,
  stages: [{ size: 32, epochs: 2 }],
  evaluationSize: 32,
  limit: 512,
} as const satisfies BudgetSettings;

/** Twelve epochs at 32×32 and evaluated there: long enough to overfit without augmentation. */
const SHORT_32 = {
  schedule: ONE_CYCLE,
  stages: [{ size: 32, epochs: 12 }],
  evaluationSize: 32,
} as const satisfies BudgetSettings;

/** Six epochs at 64×64. */
const SHORT_64 = {
  schedule: ONE_CYCLE,
  stages: [{ size: 64, epochs: 6 }],
} as const satisfies BudgetSettings;

/** What `short` and `fast` share: one cycle with a moving average of the weights. */
const GROWING = {
  augmentation: "batch",
  loss: { kind: "cross-entropy", classWeightPower: 0.5, gamma: 0 },
  optimizer: {
    kind: "adamw",
    learningRate: 2e-3,
    weightDecay: 0.05,
    decayAll: false,
    clipNorm: 5,
  },
  schedule: ONE_CYCLE,
  batch: 64,
  ema: 0.998,
} as const satisfies BudgetSettings;

/**
 * Accuracy per hour on two cores: pictures that grow, and no class weights, which at the end of
 * training cost accuracy and brought the rare classes nothing.
 */
export const FAST = {
  ...GROWING,
  loss: { kind: "cross-entropy", classWeightPower: 0, gamma: 0 },
  stages: [{ size: 32, epochs: 6 }, { size: 48, epochs: 9 }, { size: 64, epochs: 9 }],
} as const satisfies BudgetSettings;

/** Nine epochs for a network that knows fewer classes already: half the rate, no small pictures. */
export const GOING_ON = {
  ...FAST,
  optimizer: { ...FAST.optimizer, learningRate: 1e-3 },
  stages: [{ size: 48, epochs: 3 }, { size: 64, epochs: 6 }],
} as const satisfies BudgetSettings;

/** Twelve epochs with the class weights throughout. */
export const SHORT_GROWING = {
  ...GROWING,
  stages: [{ size: 32, epochs: 4 }, { size: 48, epochs: 4 }, { size: 64, epochs: 4 }],
} as const satisfies BudgetSettings;

const CONTROL_BATCH = 64;

/**
 * Table 1, one cell: residual-SE with the report's loss under one augmentation. `short` trains all
 * cells alike: 32×32, batches of 64, twelve epochs under one cycle up to 1e-3.
 */
export function ablation(data: DataConfig, augmentation: AugmentationName): Scaled {
  return {
    settings: { network: network("residual-se"), data, ...REPORT_RECIPE, augmentation },
    budgets: {
      smoke: { ...SMOKE, batch: CONTROL_BATCH },
      short: { ...SHORT_32, batch: CONTROL_BATCH },
    },
  };
}

/** Section 4.3, one network with the report's loss and aggressive augmentation. */
export function comparison(name: NetworkName, data: DataConfig): Scaled {
  return {
    settings: { network: network(name), data, ...REPORT_RECIPE },
    budgets: { smoke: SMOKE, short: SHORT_64 },
  };
}

/**
 * One idea of the outlook, everything else as in `ablation-ferplus-aggressive`, the control it is
 * compared with.
 */
export function outlook(
  change: { readonly data?: DataConfig; readonly loss?: LossConfig },
): Scaled {
  const { settings, budgets } = ablation(FERPLUS, "aggressive");
  return { settings: { ...settings, ...change }, budgets };
}
