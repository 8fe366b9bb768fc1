/**
 * The numbers that the report states, typed in once, each with its place, so that no table or
 * figure holds a copy of its own. Accuracies are shares from 0 to 1.
 */
import type { AugmentationName, DatasetName, NetworkName } from "../records/run.ts";

/** Section 4.1, Table 1: accuracy by augmentation. "—" in the report is null. */
export const REPORT_AUGMENTATIONS: readonly {
  readonly augmentation: AugmentationName;
  readonly dataset: DatasetName;
  readonly train: number;
  readonly validation: number;
}[] = [
  { augmentation: "none", dataset: "fer2013", train: 0.9971, validation: 0.5992 },
  { augmentation: "horizontal", dataset: "fer2013", train: 0.9923, validation: 0.6220 },
  { augmentation: "vertical", dataset: "fer2013", train: 0.9774, validation: 0.5697 },
  { augmentation: "moderate", dataset: "fer2013", train: 0.7762, validation: 0.6986 },
  { augmentation: "aggressive", dataset: "fer2013", train: 0.7771, validation: 0.7186 },
  { augmentation: "moderate", dataset: "ferplus", train: 0.8954, validation: 0.8558 },
  { augmentation: "aggressive", dataset: "ferplus", train: 0.8980, validation: 0.8632 },
];

/** Section 4.2, Table 2: FER+ validation, of the last epoch (not of the checkpoint stated). */
export const REPORT_CLASSES: readonly {
  readonly name: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}[] = [
  { name: "angry", precision: 0.77, recall: 0.85, f1: 0.81 },
  { name: "disgust", precision: 0.70, recall: 0.56, f1: 0.62 },
  { name: "fear", precision: 0.60, recall: 0.64, f1: 0.62 },
  { name: "happy", precision: 0.95, recall: 0.92, f1: 0.94 },
  { name: "sad", precision: 0.86, recall: 0.84, f1: 0.85 },
  { name: "surprise", precision: 0.87, recall: 0.88, f1: 0.87 },
];

/** The report's six emotions, in its order. */
export const REPORT_CLASS_NAMES: readonly string[] = REPORT_CLASSES.map(({ name }) => name);

/** Section 4.2: scores of residual-SE on FER+ validation. */
export const REPORT_SCORES = {
  accuracy: 0.8632,
  macroPrecision: 0.7896,
  macroRecall: 0.7809,
  macroF1: 0.7835,
  loss: 0.444,
} as const;

/** Section 4.3 and abstract: the networks. Parameters as stated, 34 M and 10.02 M rounded. */
export const REPORT_NETWORKS: readonly {
  readonly network: NetworkName;
  readonly dataset: DatasetName;
  readonly parameters: number | null;
  readonly accuracy: number;
}[] = [
  { network: "baseline", dataset: "ferplus", parameters: 34e6, accuracy: 0.7998 },
  { network: "baseline", dataset: "fer2013", parameters: 34e6, accuracy: 0.5850 },
  { network: "stn", dataset: "ferplus", parameters: null, accuracy: 0.1923 },
  { network: "residual", dataset: "ferplus", parameters: 4.83e6, accuracy: 0.8519 },
  { network: "residual-se", dataset: "ferplus", parameters: 10.02e6, accuracy: 0.8632 },
  { network: "residual-se", dataset: "fer2013", parameters: 10.02e6, accuracy: 0.7186 },
];

/** Section 4.3: multiply-adds of residual-SE at 64 × 64 ("MFLOPs") and the convolutions' share. */
export const REPORT_OPERATIONS = { multiplyAdds: 793.8e6, convolutionShare: 0.997 } as const;

/**
 * Section 3.3: what the report explains with, chosen by eye; the map is laid over the picture tile by
 * tile, as the package grad-cam does.
 */
export const REPORT_EXPLANATION = { method: "grad-cam-unaligned", stage: "features.6" } as const;

/** The report's accuracy of a network, or undefined where it states none. */
export function reportAccuracy(network: NetworkName, dataset: DatasetName): number | undefined {
  return REPORT_NETWORKS.find((row) => row.network === network && row.dataset === dataset)
    ?.accuracy;
}
