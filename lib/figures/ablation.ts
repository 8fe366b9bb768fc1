/** Table 1 as a picture: what each augmentation brings, and how much training flatters. */
import { scoreIntervals } from "../metrics/bootstrap.ts";
import type { DatasetName, Run } from "../records/run.ts";
import { frame, innerWidth } from "./frame.ts";
import { predictionsOf } from "./input.ts";
import { axisBottom, HALO, Plot, plot } from "./plot.ts";
import { REPORT_AUGMENTATIONS } from "./report.ts";
import { COLOURS, SIZES } from "./style.ts";
import { AUGMENTATION_TITLES, budgetAndSeed, DATASET_TITLES, percent, thousands } from "./words.ts";

const ROW = 40;
/** How far ours lies above the middle of a row, and the report's below. */
const APART = 8;

/** One dot of the figure: a validation accuracy, and the training accuracy that goes with it. */
interface Score {
  /** Data set and augmentation: the row. */
  readonly row: string;
  readonly validation: number;
  readonly train: number;
  readonly label: string;
}

/**
 * A row per data set and augmentation with a run of ours. Filled dot: validation accuracy, ours
 * with its bootstrap interval, the report's in grey below. The tick is the training accuracy, the
 * line to it the gap.
 *
 * @param runs runs of residual-SE; one per data set and augmentation is drawn, the first
 * @returns SVG
 * @throws Error when no run is of a cell of Table 1, or one holds no predictions
 */
export function ablationFigure(runs: readonly Run[]): string {
  const rows = REPORT_AUGMENTATIONS.flatMap((report) => {
    const run = runs.find(({ config }) =>
      config.network.name === "residual-se" && config.data.dataset === report.dataset &&
      config.augmentation === report.augmentation
    );
    if (!run) return [];
    const { labels, predicted } = predictionsOf(run, "the ablation");
    const { accuracy } = scoreIntervals(labels, predicted, run.config.data.classes.length);
    return [{ report, run, accuracy, n: labels.length }];
  });
  if (rows.length === 0) {
    throw new Error(
      "Cannot draw the ablation: runs must be of residual-SE with an augmentation of Table 1, but " +
        "none is; train them with `deno task grid`",
    );
  }
  const key = ({ report }: typeof rows[number]) => `${report.dataset}/${report.augmentation}`;
  const ours = rows.map((row, i) => ({
    row: key(row),
    validation: row.accuracy.estimate,
    train: row.run.summary.trainAccuracy,
    low: row.accuracy.low,
    high: row.accuracy.high,
    label: `${i === 0 ? "ours " : ""}${percent(row.accuracy.estimate, 1)}`,
  }));
  const theirs = rows.map((row, i): Score => ({
    row: key(row),
    validation: row.report.validation,
    train: row.report.train,
    label: `${i === 0 ? "report " : ""}${percent(row.report.validation, 1)}`,
  }));
  // A data set's name stands in a row of its own, above its augmentations.
  const datasets = [...new Set(rows.map(({ report }) => report.dataset))];
  const domain = datasets.flatMap((dataset) => [
    dataset,
    ...rows.filter(({ report }) => report.dataset === dataset).map(key),
  ]);
  const titles = new Map<string, string>(
    rows.map((row) => [key(row), AUGMENTATION_TITLES[row.report.augmentation]]),
  );
  const lowest = Math.min(
    ...ours.flatMap(({ train, low }) => [train, low]),
    ...theirs.flatMap(({ train, validation }) => [train, validation]),
  );
  // The first row holds no more than a line of text.
  const marginTop = -18;
  const height = marginTop + domain.length * ROW + 40;
  const chart = plot({
    width: innerWidth(SIZES.full),
    height,
    marginTop,
    marginRight: 6,
    marginBottom: 40,
    marginLeft: 170,
    x: { domain: [Math.floor(lowest * 20) / 20, 1] },
    y: { type: "band", domain, padding: 0 },
    marks: [
      Plot.gridX({ ticks: 6, stroke: COLOURS.grid, strokeOpacity: 1, insetTop: 24 }),
      axisBottom({
        ticks: 6,
        tickFormat: (value: number) => `${Math.round(100 * value)} %`,
        label: "accuracy",
      }),
      Plot.text(datasets, {
        y: (dataset: DatasetName) => dataset,
        text: (dataset: DatasetName) => DATASET_TITLES[dataset],
        frameAnchor: "left",
        dx: -170,
        dy: 10,
        fontSize: SIZES.label,
        fontWeight: 600,
      }),
      Plot.axisY([...titles.keys()], {
        tickSize: 0,
        tickPadding: 62,
        tickFormat: (row: string) => titles.get(row)!,
        fontSize: SIZES.label,
        label: null,
      }),
      Plot.ruleY(ours, {
        y: "row",
        x1: "low",
        x2: "high",
        dy: -APART,
        stroke: COLOURS.ours,
        strokeWidth: 4,
        strokeOpacity: 0.45,
      }),
      scoreMarks(ours, -APART, COLOURS.ours, 4.5, ({ low, train }) => Math.min(low, train)),
      scoreMarks(
        theirs,
        APART,
        COLOURS.other,
        3.5,
        ({ validation, train }) => Math.min(validation, train),
      ),
      Plot.text(ours.slice(0, 1), {
        x: "train",
        y: "row",
        text: ["training"],
        textAnchor: ours[0]!.train > 0.9 ? "end" : "middle",
        dy: -APART - 13,
        fontSize: SIZES.tiny,
        fill: COLOURS.muted,
      }),
    ],
  });
  const budgets = new Set(rows.map(({ run }) => budgetAndSeed(run.config)));
  const sizes = new Set(rows.map(({ run }) => run.config.evaluationSize));
  const counts = new Set(
    rows.map(({ report, n }) => `${thousands(n)} on ${DATASET_TITLES[report.dataset]}`),
  );
  return frame({
    width: SIZES.full,
    title: "What augmentation brings",
    caption: "Residual-SE. Dot: accuracy on the validation pictures (PublicTest + PrivateTest, " +
      "which also chose the epoch), ours with a 95 % bootstrap interval over pictures; tick: " +
      "accuracy on the last epoch’s augmented training pictures. " +
      `n = ${[...counts].join(", ")}. Ours: ${[...sizes].join(" or ")} pixels, budget ` +
      `${[...budgets].join("; ")}, ${epochRange(rows.map(({ run }) => run))} epochs. Report: 64 ` +
      "pixels, 33 to 87 epochs, no seed set.",
  }, { height, svg: chart });
}

/** Dots with the gap to training and the number left of everything else in the row. */
function scoreMarks<S extends Score>(
  scores: readonly S[],
  dy: number,
  colour: string,
  radius: number,
  leftmost: (score: S) => number,
): Plot.Markish[] {
  const inset = ROW / 2 - 5;
  return [
    Plot.ruleY(scores, { y: "row", x1: "validation", x2: "train", dy, stroke: colour }),
    Plot.tickX(scores, {
      y: "row",
      x: "train",
      dy,
      insetTop: inset,
      insetBottom: inset,
      stroke: colour,
      strokeWidth: 2,
    }),
    Plot.dot(scores, {
      y: "row",
      x: "validation",
      r: radius,
      dy,
      fill: colour,
      stroke: COLOURS.paper,
      strokeWidth: 1,
    }),
    Plot.text(scores, {
      y: "row",
      x: leftmost,
      text: "label",
      textAnchor: "end",
      dx: -9,
      dy,
      fill: colour,
      ...HALO,
      fontSize: SIZES.small,
    }),
  ];
}

function epochRange(runs: readonly Run[]): string {
  const epochs = runs.map(({ summary }) => summary.epochs);
  const [low, high] = [Math.min(...epochs), Math.max(...epochs)];
  return low === high ? `${low}` : `${low} to ${high}`;
}
