/**
 * What the report's own runs measured after every epoch: `data/report_curves.csv`, the numbers
 * behind its Table 1 and Figure 6 (residual-SE network, batch 32). Figures draw them beside ours.
 */
import type { AugmentationName, DatasetName } from "./run.ts";

/** One epoch of one of the report's seven runs. Losses in nats, accuracies from 0 to 1. */
export interface ReportEpoch {
  /** Counted from 1. */
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly valLoss: number;
  readonly valAccuracy: number;
}

/** One of the report's runs. */
export interface ReportCurve {
  readonly dataset: DatasetName;
  readonly augmentation: AugmentationName;
  readonly epochs: readonly ReportEpoch[];
}

const HEADER = "dataset,augmentation,epoch,train_loss,train_accuracy,val_loss,val_accuracy";

/** The table's names of augmentations, in this project's. */
const AUGMENTATIONS: Readonly<Record<string, AugmentationName>> = {
  none: "none",
  horizontal_flip: "horizontal",
  vertical_flip: "vertical",
  moderate: "moderate",
  aggressive: "aggressive",
};

/**
 * Reads the text of `report_curves.csv`.
 *
 * @throws Error naming the line that is not as expected
 */
export function parseReportCurves(text: string): ReportCurve[] {
  const [header, ...lines] = text.trimEnd().split("\n");
  if (header !== HEADER) {
    throw new Error(
      `Cannot read the report's curves: columns must be ${HEADER}, but are ${header}`,
    );
  }
  const curves = new Map<string, { curve: ReportCurve; epochs: ReportEpoch[] }>();
  lines.forEach((line, index) => {
    const [dataset, name = "", ...cells] = line.split(",");
    const numbers = cells.map(Number);
    const augmentation = AUGMENTATIONS[name];
    const [epoch, trainLoss, trainAccuracy, valLoss, valAccuracy] = numbers;
    if (
      (dataset !== "ferplus" && dataset !== "fer2013") || augmentation === undefined ||
      numbers.length !== 5 || !numbers.every(Number.isFinite)
    ) {
      throw new Error(
        `Cannot read the report's curves: line ${index + 2} must be a data set, an augmentation ` +
          `and five numbers, but is ${line}`,
      );
    }
    const key = `${dataset}/${augmentation}`;
    const epochs = curves.get(key)?.epochs ?? [];
    epochs.push({
      epoch: epoch!,
      trainLoss: trainLoss!,
      trainAccuracy: trainAccuracy!,
      valLoss: valLoss!,
      valAccuracy: valAccuracy!,
    });
    curves.set(key, { curve: { dataset, augmentation, epochs }, epochs });
  });
  return [...curves.values()].map(({ curve }) => curve);
}

/** Reads the committed table. */
export async function readReportCurves(): Promise<ReportCurve[]> {
  const path = new URL("../../data/report_curves.csv", import.meta.url);
  return parseReportCurves(await Deno.readTextFile(path));
}

/** The epoch whose accuracy the report states: the one of lowest validation loss. */
export function chosenReportEpoch(curve: ReportCurve): ReportEpoch {
  return curve.epochs.reduce((best, epoch) => epoch.valLoss < best.valLoss ? epoch : best);
}
