/**
 * What figures and tables call things, and how they write numbers: one place, so that a data set
 * or a share of pictures reads the same in every caption.
 */
import type {
  AugmentationName,
  Budget,
  DatasetName,
  NetworkName,
  Run,
  RunConfig,
} from "../records/run.ts";

export const DATASET_TITLES: Readonly<Record<DatasetName, string>> = {
  "ferplus": "FER+",
  "fer2013": "FER-2013",
  "raf-db": "RAF-DB",
  "ferplus+raf-db": "FER+ with RAF-DB",
  "generated": "generated pictures",
};

export const NETWORK_TITLES: Readonly<Record<NetworkName, string>> = {
  "baseline": "Baseline",
  "stn": "STN",
  "stn-stable": "STN, stable",
  "residual": "Residual",
  "residual-deep": "Residual, deep",
  "residual-se": "Residual-SE",
};

export const AUGMENTATION_TITLES: Readonly<Record<AugmentationName, string>> = {
  none: "None",
  horizontal: "Horizontal flip",
  vertical: "Vertical flip",
  moderate: "Moderate",
  aggressive: "Aggressive",
  batch: "Whole batch at once",
};

const NUMBER_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];

/** `angry` → `Angry`. */
export function titleCase(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A share as per cent without the sign: 0.8632 → `86.32`. */
export function percent(share: number, decimals = 2): string {
  return (100 * share).toFixed(decimals);
}

/** 4451 → `4,451`. */
export function thousands(value: number): string {
  return Math.round(value).toString().replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** 10018078 → `10.02 M`; 12345 → `12.3 k`. */
export function shortCount(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(value >= 1e8 ? 1 : 2)} M`;
  if (value >= 1e4) return `${(value / 1e3).toFixed(value >= 1e5 ? 0 : 1)} k`;
  return thousands(value);
}

/** 5 → `five`, up to eight. */
export function numberWord(value: number): string {
  return NUMBER_WORDS[value] ?? String(value);
}

/** `fast, seed 1`: what a table says of a run. */
export function budgetAndSeed(config: { readonly budget: Budget; readonly seed: number }): string {
  return `${config.budget}, seed ${config.seed}`;
}

/** The parts of the data set a run is scored on, and which of them chose the epoch. */
export function splitText(config: RunConfig): string {
  const title = DATASET_TITLES[config.data.dataset];
  switch (config.data.dataset) {
    case "ferplus":
    case "fer2013":
    case "ferplus+raf-db":
      return config.data.validation === "public"
        ? `${title} validation (PublicTest, which chose the epoch, and PrivateTest)`
        : `${title} validation (PublicTest + PrivateTest, which also chose the epoch)`;
    case "raf-db":
      return `${title} test part (which also chose the epoch)`;
    case "generated":
      return `${title} (which also chose the epoch)`;
    default:
      return config.data.dataset satisfies never;
  }
}

/**
 * The sentence that every figure of a run ends with: pictures, split, network, budget, seed and
 * chosen epoch.
 *
 * @param n number of pictures in the figure; all predictions of the run unless said
 */
export function runText(run: Run, n: number = run.predictions.length): string {
  const { config, summary } = run;
  return `n = ${thousands(n)}, ${splitText(config)}, ${
    numberWord(config.data.classes.length)
  } classes; ${NETWORK_TITLES[config.network.name]}, ${config.evaluationSize} × ` +
    `${config.evaluationSize} pixels, budget ${budgetAndSeed(config)}, epoch ` +
    `${summary.chosenEpoch} of ${summary.epochs}.`;
}
