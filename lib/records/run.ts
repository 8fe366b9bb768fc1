/**
 * The record of one training run, as plain data: what was asked for (`RunConfig`), what happened
 * epoch by epoch (`EpochLog`), and what came out (`RunSummary`). Everything that is shown later,
 * every table and figure, is computed from these, so none of it needs a data set or a GPU.
 */

/** How an experiment is scaled: `smoke` for tests, `short` and `fast` for two cores, `full` for a GPU. */
export type Budget = "smoke" | "short" | "fast" | "full";

/** The only way to prepare a face for a network; travels inside every model file. */
export interface Preprocess {
  /** Side of the square network input, in pixels. */
  readonly size: number;
  /** Mean of the grey values, on a scale of 0 to 1. */
  readonly mean: number;
  /** Standard deviation of the grey values, on a scale of 0 to 1. */
  readonly std: number;
  /** Class names in the order of the network's outputs. */
  readonly classes: readonly string[];
}

export const DATASETS = ["ferplus", "fer2013", "raf-db", "ferplus+raf-db", "generated"] as const;
export type DatasetName = typeof DATASETS[number];
export const AUGMENTATIONS = [
  "none",
  "horizontal",
  "vertical",
  "moderate",
  "aggressive",
  "batch",
] as const;
export type AugmentationName = typeof AUGMENTATIONS[number];
export type NetworkName =
  | "baseline"
  | "stn"
  | "stn-stable"
  | "residual"
  | "residual-deep"
  | "residual-se";

/** What the network is shown: data set, classes, targets and split. */
export interface DataConfig {
  readonly dataset: DatasetName;
  readonly classes: readonly string[];
  /** `majority`: one label a picture; `votes`: the distribution of the annotators' votes. */
  readonly target: "majority" | "votes";
  /** Which pictures choose the epoch. */
  readonly validation: "public+private" | "public";
  /** Leave training pictures out whose pixels also occur in a validation or test picture. */
  readonly removeDuplicates: boolean;
  /** `balanced` draws every class equally often. */
  readonly sampling: "uniform" | "balanced";
}

export interface LossConfig {
  readonly kind: "cross-entropy" | "focal";
  /** Exponent on the balanced class weight n / (classes · count): 1 = the report's, 0 = none. */
  readonly classWeightPower: number;
  /** Focusing parameter γ of the focal loss; 0 for cross-entropy. */
  readonly gamma: number;
}

export interface OptimizerConfig {
  readonly kind: "adamw";
  /** Highest learning rate. */
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Whether biases and batch-norm parameters decay too, as PyTorch's AdamW does by default. */
  readonly decayAll: boolean;
  /** Greatest global norm of the gradient, or null for no clipping. */
  readonly clipNorm: number | null;
}

export type ScheduleConfig =
  | {
    readonly kind: "plateau";
    readonly factor: number;
    readonly patience: number;
    /** Stop after this many evaluated epochs without a better loss; `patience` counts so too. */
    readonly stopAfter: number;
    readonly minDelta: number;
    readonly minRate: number;
  }
  | {
    readonly kind: "one-cycle"; /** Share of the steps that the rate rises. */
    readonly warmup: number;
  };

/** So many epochs at one training resolution. */
export interface Stage {
  readonly size: number;
  readonly epochs: number;
  /**
   * Takes the place of `loss.classWeightPower` in this stage. With 0 in all stages but the last, the
   * class weights come late (deferred re-weighting: Cao et al. 2019, https://arxiv.org/abs/1906.07413).
   */
  readonly classWeightPower?: number;
}

/** The resolved experiment: `config.json`. */
export interface RunConfig {
  readonly format: 1;
  readonly experiment: string;
  readonly budget: Budget;
  readonly seed: number;
  readonly network: { readonly name: NetworkName; readonly pooling: "average" | "max" };
  readonly data: DataConfig;
  readonly augmentation: AugmentationName;
  readonly loss: LossConfig;
  readonly optimizer: OptimizerConfig;
  readonly schedule: ScheduleConfig;
  readonly stages: readonly Stage[];
  readonly batch: number;
  /** Decay of the moving average of the weights that is evaluated, or null for none. */
  readonly ema: number | null;
  /** Side of the pictures at evaluation. */
  readonly evaluationSize: number;
  /** Take the first this many training and validation pictures only (smoke), or null for all. */
  readonly limit: number | null;
}

/** One line of `log.jsonl`. Losses are in nats; accuracies are shares from 0 to 1. */
export interface EpochLog {
  /** Counted from 1. */
  readonly epoch: number;
  /** Side of the training pictures in this epoch. */
  readonly size: number;
  /** Learning rate of the epoch's last step. */
  readonly learningRate: number;
  /** Mean loss and accuracy over the epoch's augmented training batches, in training mode. */
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  /** On the validation pictures; null in an epoch that was not evaluated. */
  readonly valLoss: number | null;
  readonly valAccuracy: number | null;
  readonly valMacroF1: number | null;
  /** Training time of this epoch, evaluation not counted. */
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

/** Scores of one set of predictions. */
export interface Scores {
  readonly n: number;
  readonly accuracy: number;
  readonly macroPrecision: number;
  readonly macroRecall: number;
  readonly macroF1: number;
  /** Cross-entropy weighted by the training set's balanced class weights: the report's loss. */
  readonly loss: number;
  /** Unweighted cross-entropy, in nats. */
  readonly logLoss: number;
  /** Expected calibration error, 15 bins of equal width. */
  readonly calibrationError: number;
}

export interface Hardware {
  readonly processor: string;
  readonly cores: number;
  /** Instruction sets that decide the speed, e.g. `avx512f`, `avx512_bf16`, `amx_bf16`. */
  readonly features: readonly string[];
  readonly memoryGiB: number;
  readonly system: string;
  /** Backend and precision that did the work. */
  readonly backend: "tensorflow" | "webgpu" | "wasm" | "cpu";
  readonly device: string;
  readonly precision: "float32" | "bfloat16";
  readonly threads: number;
}

/** What came out: `summary.json`. Its presence marks a finished run. */
export interface RunSummary {
  readonly format: 1;
  readonly chosenEpoch: number;
  /** The rule that chose the epoch, in words. */
  readonly rule: string;
  readonly epochs: number;
  readonly stoppedBy: "schedule" | "no better loss" | "smallest rate";
  /** Scores of the chosen epoch: both test parts together, and each apart. */
  readonly validation: Scores;
  readonly public: Scores | null;
  readonly private: Scores | null;
  /** The same with the mean of the picture's and its mirror image's probabilities. */
  readonly flip: {
    readonly validation: Scores;
    readonly public: Scores | null;
    readonly private: Scores | null;
  } | null;
  /** Accuracy over the last epoch's augmented training batches: Table 1's training accuracy. */
  readonly trainAccuracy: number;
  readonly parameters: number;
  /** Number of training and validation pictures. */
  readonly pictures: { readonly training: number; readonly validation: number };
  /** Origin of the weights that training started from; null or absent where they were drawn. */
  readonly startedFrom?: string | null;
  readonly preprocess: Preprocess;
  /** Softmax temperature fitted on the validation predictions (1 = none). */
  readonly temperature: number;
  readonly hardware: Hardware;
  readonly versions: Readonly<Record<string, string>>;
  /** Of the code that trained, `+` after it where files were changed; several joined by ", then ". */
  readonly commit: string;
  /** SHA-256 of each data file used. */
  readonly dataHashes: Readonly<Record<string, string>>;
  /** Training alone, and with evaluation and the record, in seconds; without writing checkpoints. */
  readonly seconds: { readonly training: number; readonly total: number };
  /** ISO 8601. */
  readonly finishedAt: string;
}

/** One line of `predictions.csv`. */
export interface Prediction {
  /** Row in the data set's file, or the picture's path. */
  readonly row: string;
  readonly usage: "training" | "public" | "private" | "validation";
  readonly label: string;
  /** One probability a class, in the order of the classes. */
  readonly probabilities: readonly number[];
}

/** A run read back from its folder. */
export interface Run {
  readonly path: string;
  readonly config: RunConfig;
  readonly log: readonly EpochLog[];
  readonly summary: RunSummary;
  readonly predictions: readonly Prediction[];
}
