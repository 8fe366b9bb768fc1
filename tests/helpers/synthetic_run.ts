/**
 * Runs made up for tests: plausible in shape, drawn from a seed, and never written outside a
 * temporary folder, so that no invented number can pass for a result.
 */
import type { PlacedMap } from "../../lib/records/placed_map.ts";
import type { Picture } from "../../lib/figures/image.ts";
import { REPORT_AUGMENTATIONS } from "../../lib/figures/report.ts";
import type {
  EpochLog,
  Prediction,
  Run,
  RunConfig,
  RunSummary,
  Scores,
} from "../../lib/records/run.ts";

export const CLASSES = ["angry", "disgust", "fear", "happy", "sad", "surprise"] as const;

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function syntheticConfig(changes: Partial<RunConfig> = {}): RunConfig {
  return {
    format: 1,
    experiment: "synthetic",
    budget: "smoke",
    seed: 1,
    network: { name: "residual-se", pooling: "average" },
    data: {
      dataset: "generated",
      classes: CLASSES,
      target: "majority",
      validation: "public+private",
      removeDuplicates: false,
      sampling: "uniform",
    },
    augmentation: "none",
    loss: { kind: "cross-entropy", classWeightPower: 1, gamma: 0 },
    optimizer: {
      kind: "adamw",
      learningRate: 1e-3,
      weightDecay: 0.01,
      decayAll: true,
      clipNorm: null,
    },
    schedule: { kind: "one-cycle", warmup: 0.3 },
    stages: [{ size: 64, epochs: 12 }],
    batch: 32,
    ema: null,
    evaluationSize: 64,
    limit: null,
    ...changes,
  };
}

export function syntheticLog(epochs = 12, seed = 1): EpochLog[] {
  const random = seededRandom(seed);
  return Array.from({ length: epochs }, (_, index) => {
    const progress = (index + 1) / epochs;
    const wobble = () => (random() - 0.5) * 0.04;
    return {
      epoch: index + 1,
      size: 64,
      learningRate: 1e-3 * Math.sin(Math.PI * Math.min(0.97, progress)),
      trainLoss: 1.6 * Math.exp(-2.2 * progress) + 0.2 + wobble(),
      trainAccuracy: 0.93 - 0.6 * Math.exp(-2.5 * progress) + wobble(),
      valLoss: 1.5 * Math.exp(-3 * progress) + 0.35 + 0.15 * progress ** 4 + wobble(),
      valAccuracy: 0.86 - 0.5 * Math.exp(-3 * progress) + wobble(),
      valMacroF1: 0.8 - 0.55 * Math.exp(-3 * progress) + wobble(),
      seconds: 120 + 4 * random(),
      imagesPerSecond: 150 + 5 * random(),
    };
  });
}

/** Predictions of a fairly good, somewhat overconfident classifier. */
export function syntheticPredictions(
  n = 600,
  seed = 1,
  classes: readonly string[] = CLASSES,
): Prediction[] {
  const random = seededRandom(seed);
  const shares = [0.15, 0.03, 0.05, 0.4, 0.19, 0.18];
  return Array.from({ length: n }, (_, index) => {
    let draw = random() * shares.slice(0, classes.length).reduce((a, b) => a + b, 0);
    const label = Math.max(0, shares.findIndex((share) => (draw -= share) < 0)) % classes.length;
    const logits = classes.map((_, c) => (c === label ? 2.6 : 0) + 4.5 * (random() - 0.5));
    const weights = logits.map((logit) => Math.exp(1.5 * logit));
    const total = weights.reduce((a, b) => a + b, 0);
    return {
      row: String(28709 + index),
      usage: index % 2 === 0 ? "public" as const : "private" as const,
      label: classes[label]!,
      probabilities: weights.map((weight) => Math.fround(weight / total)),
    };
  });
}

export const SYNTHETIC_SCORES: Scores = {
  n: 600,
  accuracy: 0.8,
  macroPrecision: 0.75,
  macroRecall: 0.74,
  macroF1: 0.745,
  loss: 0.6,
  logLoss: 0.55,
  calibrationError: 0.05,
};

export function syntheticSummary(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    format: 1,
    chosenEpoch: 10,
    rule: "lowest validation loss",
    epochs: 12,
    stoppedBy: "schedule",
    validation: SYNTHETIC_SCORES,
    public: null,
    private: null,
    flip: null,
    trainAccuracy: 0.88,
    parameters: 10_018_078,
    pictures: { training: 1000, validation: 600 },
    preprocess: { size: 64, mean: 0.5, std: 0.25, classes: CLASSES },
    temperature: 1.2,
    hardware: {
      processor: "synthetic",
      cores: 2,
      features: [],
      memoryGiB: 8,
      system: "linux",
      backend: "cpu",
      device: "cpu",
      precision: "float32",
      threads: 2,
    },
    versions: {},
    commit: "0000000",
    dataHashes: {},
    seconds: { training: 1440, total: 1500 },
    finishedAt: "2000-01-01T00:00:00Z",
    ...changes,
  };
}

export function syntheticRun(
  changes: { config?: Partial<RunConfig>; summary?: Partial<RunSummary>; seed?: number } = {},
): Run {
  const config = syntheticConfig(changes.config);
  const seed = changes.seed ?? 1;
  return {
    path: `synthetic/${config.experiment}/${config.budget}-seed${config.seed}`,
    config,
    log: syntheticLog(12, seed),
    summary: syntheticSummary(changes.summary),
    predictions: syntheticPredictions(600, seed),
  };
}

/** A made-up run for each cell of Table 1. */
export function syntheticAblation(): Run[] {
  return REPORT_AUGMENTATIONS.map(({ dataset, augmentation, train }, i) => ({
    ...syntheticRun({
      config: {
        experiment: `ablation-${dataset}-${augmentation}`,
        budget: "short",
        augmentation,
        data: { ...syntheticConfig().data, dataset },
        stages: [{ size: 32, epochs: 12 }],
        evaluationSize: 32,
      },
      summary: { trainAccuracy: train - 0.02 },
    }),
    predictions: syntheticPredictions(400, i),
  }));
}

/** A made-up run on FER+ for each network. */
export function syntheticNetworkRuns(): Run[] {
  const names = [
    "baseline",
    "stn",
    "stn-stable",
    "residual",
    "residual-deep",
    "residual-se",
  ] as const;
  return names.map((name, i) => ({
    ...syntheticRun({
      config: {
        experiment: name,
        budget: "short",
        augmentation: "aggressive",
        network: { name, pooling: "average" },
        data: { ...syntheticConfig().data, dataset: "ferplus" },
      },
    }),
    predictions: syntheticPredictions(500, 10 + i),
  }));
}

/** A drawn face of 48 × 48; `mood` bends the mouth. */
export function drawnFace(mood: number): Picture {
  const pixels = new Uint8Array(48 * 48);
  for (let y = 0; y < 48; y++) {
    for (let x = 0; x < 48; x++) {
      const radius = Math.hypot((y - 24) / 20, (x - 24) / 16);
      const eye = Math.hypot(y - 18, x - 17) < 3 || Math.hypot(y - 18, x - 31) < 3;
      const mouth = Math.abs(y - 34 - (mood - 3) * Math.cos((x - 24) / 6)) < 1.5 &&
        Math.abs(x - 24) < 8;
      pixels[y * 48 + x] = eye || mouth ? 30 : radius < 1 ? 190 - 40 * radius : 70;
    }
  }
  return { width: 48, height: 48, channels: 1, pixels };
}

/** A heat map with one warm place. */
export function drawnHeat(side: number, shift: number): PlacedMap {
  const values = Float32Array.from({ length: side * side }, (_, i) => {
    const [y, x] = [Math.floor(i / side) / side, (i % side) / side];
    return Math.exp(-8 * ((y - 0.6) ** 2 + (x - 0.4 - shift / 20) ** 2));
  });
  return { width: side, height: side, values };
}
