/** The table "report / here": every recorded run beside the number that the report states. */
import { type Cell, NONE, type Table } from "lib/figures/table.ts";
import { REPORT_AUGMENTATIONS, REPORT_CLASS_NAMES, reportAccuracy } from "lib/figures/report.ts";
import {
  AUGMENTATION_TITLES,
  budgetAndSeed,
  DATASET_TITLES,
  NETWORK_TITLES,
  percent,
  thousands,
} from "lib/figures/words.ts";
import { headline } from "lib/records/headline.ts";
import type { Run, RunConfig } from "lib/records/run.ts";

/** The report's validation accuracy of the same task, network and augmentation, if it states one. */
export function reportedAccuracy({ data, network, augmentation }: RunConfig): number | undefined {
  if (data.classes.join() !== REPORT_CLASS_NAMES.join()) return undefined;
  // Of `batch`, the fast form of the aggressive augmentation, the report knows nothing: its best counts.
  if (network.name !== "residual-se" || augmentation === "batch") {
    return reportAccuracy(network.name, data.dataset);
  }
  return REPORT_AUGMENTATIONS.find((row) =>
    row.dataset === data.dataset && row.augmentation === augmentation
  )?.validation;
}

/** One row a run, in the order given; runs on drawn faces are left out, for they measure nothing. */
export function resultsTable(runs: readonly Run[]): Table {
  const rows = runs.filter((run) => run.config.data.dataset !== "generated")
    .map(({ config, summary }): Cell[] => {
      const report = reportedAccuracy(config);
      const { part, scores } = headline(config, summary);
      return [
        config.experiment,
        `${DATASET_TITLES[config.data.dataset]}, ${config.data.classes.length} classes`,
        NETWORK_TITLES[config.network.name],
        AUGMENTATION_TITLES[config.augmentation],
        budgetAndSeed(config),
        thousands(scores.n) + (part === "validation" ? "" : ` (${part})`),
        report === undefined ? NONE : percent(report),
        { text: percent(scores.accuracy), bold: true },
        scores.macroF1.toFixed(4),
      ];
    });
  return {
    title: "The report's accuracy beside ours",
    columns: [
      { header: "Experiment" },
      { header: "Data set" },
      { header: "Network" },
      { header: "Augmentation" },
      { header: "Budget" },
      { header: "n", align: "right" },
      { header: "Report, %", align: "right" },
      { header: "Here, %", align: "right" },
      { header: "Macro F1", align: "right" },
    ],
    rows,
    caption: "Validation accuracy of the chosen epoch, n validation pictures, PrivateTest alone " +
      "where PublicTest chose the epoch, computed from the recorded runs. Budgets other than full train shorter than the report did.",
  };
}
