/** Table 1 of the report: accuracy by augmentation, the report beside our runs. */
import { scoreIntervals } from "../metrics/bootstrap.ts";
import type { Run } from "../records/run.ts";
import { predictionsOf } from "./input.ts";
import { REPORT_AUGMENTATIONS } from "./report.ts";
import { type Cell, NONE, type Table } from "./table.ts";
import { AUGMENTATION_TITLES, budgetAndSeed, DATASET_TITLES, percent, thousands } from "./words.ts";

/**
 * A row for each cell of the report's table and each of our runs with that data set and
 * augmentation; a cell that no run fills says so.
 *
 * @param runs runs of residual-SE, in any order; others are left out
 * @throws Error when a run holds no predictions
 */
export function augmentationTable(runs: readonly Run[]): Table {
  const rows: Cell[][] = [];
  const parts: number[] = [];
  let sizes = "";
  REPORT_AUGMENTATIONS.forEach(({ dataset, augmentation, train, validation }, i) => {
    if (i > 0 && REPORT_AUGMENTATIONS[i - 1]!.dataset !== dataset) parts.push(rows.length);
    const matching = runs.filter(({ config }) =>
      config.network.name === "residual-se" && config.data.dataset === dataset &&
      config.augmentation === augmentation
    );
    const start = [
      DATASET_TITLES[dataset],
      AUGMENTATION_TITLES[augmentation],
      percent(train),
      percent(validation),
    ];
    if (matching.length === 0) rows.push([...start, NONE, NONE, NONE, NONE, NONE]);
    for (const run of matching) {
      const { labels, predicted } = predictionsOf(run, "Table 1");
      const k = run.config.data.classes.length;
      const { accuracy } = scoreIntervals(labels, predicted, k);
      rows.push([
        ...start,
        percent(run.summary.trainAccuracy),
        percent(accuracy.estimate),
        `${percent(accuracy.low, 1)}–${percent(accuracy.high, 1)}`,
        `${run.config.evaluationSize}`,
        `${budgetAndSeed(run.config)}, ${run.summary.epochs} epochs`,
      ]);
      const n = `${thousands(labels.length)} on ${DATASET_TITLES[dataset]}`;
      if (!sizes.includes(n)) sizes += `${sizes === "" ? "" : ", "}${n}`;
    }
  });
  return {
    title: "Table 1. Accuracy by augmentation",
    columns: [
      { header: "Data set" },
      { header: "Augmentation" },
      { header: "train", group: "Report", align: "right" },
      { header: "validation", group: "Report", align: "right" },
      { header: "train", group: "Here", align: "right" },
      { header: "validation", group: "Here", align: "right" },
      { header: "95 %", group: "Here", align: "right" },
      { header: "Pixels", align: "right" },
      { header: "Budget" },
    ],
    rows,
    parts,
    caption: "Residual-SE, accuracy in per cent. Validation: of the checkpoint with the lowest " +
      "validation loss (PublicTest + PrivateTest, which also chose it); the report’s caption says " +
      "mean over epochs, its numbers are of that checkpoint too. Train: last epoch, on augmented " +
      `pictures. n = ${sizes === "" ? "none yet" : sizes}; 95 %: bootstrap over pictures, 2,000 ` +
      "resamples. The report trained 33 to 87 epochs at 64 × 64 pixels and set no seed.",
  };
}
