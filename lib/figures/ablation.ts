/** Table 1 as a picture: what each augmentation brings, and how much training flatters. */
import { type Interval, scoreIntervals } from "../metrics/bootstrap.ts";
import type { DatasetName, Run } from "../records/run.ts";
import { axisBottom, linearScale, type Scale } from "./axes.ts";
import { frame, innerWidth } from "./frame.ts";
import { predictionsOf } from "./input.ts";
import { REPORT_AUGMENTATIONS } from "./report.ts";
import { COLOURS, SIZES } from "./style.ts";
import { circle, line, rect, text } from "./svg.ts";
import { AUGMENTATION_TITLES, budgetAndSeed, DATASET_TITLES, percent, thousands } from "./words.ts";

const ROW = 44;
const LEFT = 120;

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
  const width = innerWidth(SIZES.full);
  const lowest = Math.min(
    ...rows.flatMap(({ report, run, accuracy }) => [
      report.validation,
      report.train,
      run.summary.trainAccuracy,
      accuracy.low,
    ]),
  );
  const x = linearScale([Math.floor(lowest * 20) / 20, 1], [LEFT + 50, width - 6]);
  const parts: string[] = [];
  let y = 0;
  let dataset: DatasetName | undefined;
  rows.forEach((row, i) => {
    if (row.report.dataset !== dataset) {
      dataset = row.report.dataset;
      y += i === 0 ? 14 : 24;
      parts.push(text(0, y, DATASET_TITLES[dataset], { weight: "bold" }));
      y += 8;
    }
    parts.push(drawRow(row, x, y, i === 0));
    y += ROW;
  });
  parts.unshift(axisBottom(x, y + 4, 8, {
    format: (value) => `${Math.round(100 * value)} %`,
    name: "accuracy",
    grid: true,
  }));
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
  }, { height: y + 40, svg: parts.join("") });
}

function drawRow(
  { report, run, accuracy }: {
    report: (typeof REPORT_AUGMENTATIONS)[number];
    run: Run;
    accuracy: Interval;
  },
  x: Scale,
  y: number,
  first: boolean,
): string {
  const [ours, theirs] = [y + 15, y + 31];
  return [
    text(LEFT - 12, y + 27, AUGMENTATION_TITLES[report.augmentation], { anchor: "end" }),
    gap(x, ours, accuracy.estimate, run.summary.trainAccuracy, COLOURS.ours),
    rect(x(accuracy.low), ours - 2, x(accuracy.high) - x(accuracy.low), 4, {
      fill: COLOURS.ours,
      "fill-opacity": 0.45,
    }),
    dot(x, ours, accuracy.estimate, COLOURS.ours, 4.5),
    value(
      x(Math.min(accuracy.low, run.summary.trainAccuracy)),
      ours,
      `${first ? "ours " : ""}${percent(accuracy.estimate, 1)}`,
      COLOURS.ours,
    ),
    gap(x, theirs, report.validation, report.train, COLOURS.other),
    dot(x, theirs, report.validation, COLOURS.other, 3.5),
    value(
      x(Math.min(report.validation, report.train)),
      theirs,
      `${first ? "report " : ""}${percent(report.validation, 1)}`,
      COLOURS.other,
    ),
    first ? trainingLabel(x, ours, accuracy.estimate, run.summary.trainAccuracy) : "",
  ].join("");
}

function gap(x: Scale, y: number, validation: number, train: number, colour: string): string {
  const attributes = { stroke: colour, "stroke-width": 1 };
  return line(x(validation), y, x(train), y, attributes) +
    line(x(train), y - 5, x(train), y + 5, { ...attributes, "stroke-width": 2 });
}

function dot(x: Scale, y: number, at: number, colour: string, radius: number): string {
  return circle(x(at), y, radius, { fill: colour, stroke: COLOURS.paper });
}

/** The number, left of everything in its row. */
function value(x: number, y: number, content: string, colour: string): string {
  return text(x - 9, y + 4, content, {
    size: SIZES.small,
    fill: colour,
    anchor: "end",
    halo: true,
  });
}

/** Names the tick once, above it, on the side where there is room. */
function trainingLabel(x: Scale, y: number, validation: number, train: number): string {
  const anchor = train > validation && x(train) > x.range[1] - 60 ? "end" : "middle";
  return text(x(train), y - 9, "training", { size: SIZES.tiny, fill: COLOURS.muted, anchor });
}

function epochRange(runs: readonly Run[]): string {
  const epochs = runs.map(({ summary }) => summary.epochs);
  const [low, high] = [Math.min(...epochs), Math.max(...epochs)];
  return low === high ? `${low}` : `${low} to ${high}`;
}
