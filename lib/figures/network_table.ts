/** The networks of section 4.3 side by side: size, computation, and the report's score by ours. */
import { scoreIntervals } from "../metrics/bootstrap.ts";
import type { NetworkDescription } from "../records/description.ts";
import type { Run } from "../records/run.ts";
import { predictionsOf } from "./input.ts";
import { REPORT_NETWORKS } from "./report.ts";
import { type Cell, NONE, type Table } from "./table.ts";
import { DATASET_TITLES, NETWORK_TITLES, percent, shortCount, thousands } from "./words.ts";

/**
 * A row per run, and one per network that the report scores and no run covers.
 *
 * @param runs our runs, on any data set
 * @param descriptions of all networks
 * @throws Error when a run holds no predictions, or its network has no description
 */
export function networkTable(
  runs: readonly Run[],
  descriptions: readonly NetworkDescription[],
): Table {
  const rows: { order: number; dataset: string; cells: Cell[] }[] = [];
  const counts = new Set<string>();
  const start = (network: string, dataset: keyof typeof DATASET_TITLES): Cell[] => {
    const description = descriptions.find(({ name }) => name === network);
    if (!description) {
      throw new Error(`Cannot draw the table of networks: ${network} has no description`);
    }
    const report = REPORT_NETWORKS.find((row) =>
      row.network === network && row.dataset === dataset
    );
    return [
      NETWORK_TITLES[description.name as keyof typeof NETWORK_TITLES],
      DATASET_TITLES[dataset],
      shortCount(description.parameters),
      shortCount(description.multiplyAdds),
      report ? percent(report.accuracy) : NONE,
    ];
  };
  const order = (network: string) => descriptions.findIndex(({ name }) => name === network);

  for (const run of runs) {
    const { network, data, budget, seed } = run.config;
    const { labels, predicted } = predictionsOf(run, "the table of networks");
    const { accuracy, macroF1 } = scoreIntervals(labels, predicted, data.classes.length);
    counts.add(`${thousands(labels.length)} on ${DATASET_TITLES[data.dataset]}`);
    rows.push({
      order: order(network.name),
      dataset: data.dataset,
      cells: [
        ...start(network.name, data.dataset),
        percent(accuracy.estimate),
        `${percent(accuracy.low, 1)}–${percent(accuracy.high, 1)}`,
        macroF1.estimate.toFixed(3),
        `${run.summary.epochs}`,
        budget,
        `${seed}`,
      ],
    });
  }
  for (const { network, dataset } of REPORT_NETWORKS) {
    const covered = runs.some(({ config }) =>
      config.network.name === network && config.data.dataset === dataset
    );
    if (covered) continue;
    rows.push({
      order: order(network),
      dataset,
      cells: [...start(network, dataset), NONE, NONE, NONE, NONE, NONE, NONE],
    });
  }
  // FER+ first: it is where the report compares its networks.
  rows.sort((a, b) =>
    Number(a.dataset !== "ferplus") - Number(b.dataset !== "ferplus") || a.order - b.order
  );
  const other = rows.findIndex(({ dataset }) => dataset !== "ferplus");
  return {
    title: "The report’s networks",
    columns: [
      { header: "Network" },
      { header: "Data set" },
      { header: "Parameters", align: "right" },
      { header: "Multiply-adds", align: "right" },
      { header: "accuracy", group: "Report", align: "right" },
      { header: "accuracy", group: "Here", align: "right" },
      { header: "95 %", group: "Here", align: "right" },
      { header: "macro F1", group: "Here", align: "right" },
      { header: "Epochs", align: "right" },
      { header: "Budget" },
      { header: "Seed", align: "right" },
    ],
    rows: rows.map(({ cells }) => cells),
    ...(other > 0 ? { parts: [other] } : {}),
    caption: "Accuracy in per cent on the validation pictures (PublicTest + PrivateTest, which " +
      `also chose the epoch), n = ${counts.size === 0 ? "none yet" : [...counts].join(", ")}; ` +
      "95 %: bootstrap over pictures, 2,000 resamples. Multiply-adds by fvcore’s rule. The " +
      "report’s step from Residual to Residual-SE also adds a block and a hidden layer; " +
      "“Residual, deep” has both without squeeze-and-excitation. The report counts 34 M parameters for the baseline, 4.83 M and 10.02 M for the residual ones. The report trained up to 200 " +
      "epochs and set no seed.",
  };
}
