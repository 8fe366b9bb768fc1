/** What size and computation buy: accuracy of all networks against parameters and multiply-adds. */
import { scoreIntervals } from "../metrics/bootstrap.ts";
import type { NetworkDescription } from "../records/description.ts";
import type { Run } from "../records/run.ts";
import { frame, innerWidth } from "./frame.ts";
import { predictionsOf } from "./input.ts";
import { axisBottom, axisLeft, HALO, labelMark, pixels, Plot, plot, scales } from "./plot.ts";
import { reportAccuracy } from "./report.ts";
import { COLOURS, SIZES } from "./style.ts";
import type { Area } from "./text.ts";
import {
  HEIGHT,
  type NameLabel,
  nameLabels,
  type NetworkPoint,
  reportsBelow,
  type Size,
} from "./size_labels.ts";
import { group } from "./svg.ts";
import {
  budgetAndSeed,
  DATASET_TITLES,
  NETWORK_TITLES,
  numberWord,
  percent,
  thousands,
} from "./words.ts";

/** From the lowest grid line to the axis: networks far below stand there. */
const BELOW = 16;
/** Room for the names right of the largest network. */
const NAMES = 84;

/**
 * Two charts, accuracy against parameters and against multiply-adds (both logarithmic): ours as
 * dots with bootstrap intervals, the report's as squares at the same network.
 *
 * @param runs one run per network, all on one data set
 * @param descriptions of the networks at the size the runs were evaluated at
 * @throws Error when there is no run, the data sets differ, or a network has no description
 */
export function sizeAccuracyFigure(
  runs: readonly Run[],
  descriptions: readonly NetworkDescription[],
): string {
  const first = runs[0];
  const what = "accuracy against size";
  if (!first) throw new Error(`Cannot draw ${what}: there must be runs, but are none`);
  const { dataset, classes } = first.config.data;
  const points = runs.map((run): NetworkPoint => {
    if (run.config.data.dataset !== dataset) {
      throw new Error(
        `Cannot draw ${what}: all runs must be on ${DATASET_TITLES[dataset]}, but ${run.path} is ` +
          `on ${DATASET_TITLES[run.config.data.dataset]}`,
      );
    }
    const network = run.config.network.name;
    const description = descriptions.find(({ name }) => name === network);
    if (!description) {
      throw new Error(`Cannot draw ${what}: the description of ${network} is missing`);
    }
    const { labels, predicted } = predictionsOf(run, what);
    const { accuracy } = scoreIntervals(labels, predicted, run.config.data.classes.length);
    return {
      name: NETWORK_TITLES[network],
      parameters: description.parameters,
      multiplyAdds: description.multiplyAdds,
      accuracy: accuracy.estimate,
      low: accuracy.low,
      high: accuracy.high,
      report: reportAccuracy(network, dataset),
    };
  });
  const gap = 24;
  const width = (innerWidth(SIZES.full) - gap) / 2;
  const values = points.flatMap(({ low, high, report }) => [low, high, report ?? low]);
  // A network that did not learn would press all others together: it goes to the lower edge.
  const floor = Math.max(...values) / 2;
  const seen = values.filter((value) => value > floor);
  const budgets = new Set(runs.map((run) => budgetAndSeed(run.config)));
  return frame({
    width: SIZES.full,
    title: `Accuracy against size and computation on ${DATASET_TITLES[dataset]}`,
    caption: "Dots: our runs, with 95 % bootstrap intervals over pictures; squares: what the " +
      "report states for the same network; ↓: below the chart. Multiply-adds by fvcore’s rule. " +
      `n = ${thousands(first.predictions.length)} validation pictures (which also chose the ` +
      `epoch), ${numberWord(classes.length)} classes; ${first.config.evaluationSize} × ` +
      `${first.config.evaluationSize} pixels, budget ${[...budgets].join("; ")}.`,
  }, {
    height: HEIGHT + 40,
    svg: panel(points, "parameters", seen, width) +
      group(width + gap, 0, panel(points, "multiplyAdds", seen, width)),
  });
}

function panel(
  points: readonly NetworkPoint[],
  size: Size,
  seen: readonly number[],
  width: number,
): string {
  const values = points.map((point) => point[size]);
  const area = {
    width,
    height: HEIGHT + 40,
    marginTop: 24,
    marginRight: NAMES,
    marginBottom: 40,
    marginLeft: 36,
  };
  const domain = [Math.min(...values) / 1.25, Math.max(...values) * 1.1] as const;
  // Grid lines end above the axis, which is no value: what lies below them is put on it.
  const axes = scales(
    { ...area, marginBottom: area.marginBottom + BELOW },
    { type: "log", domain },
    { domain: [Math.min(...seen), Math.max(...seen)], nice: 5 },
  );
  const place = (accuracy: number) => Math.min(axes.y.apply(accuracy), HEIGHT);
  const taken: Area[] = [];
  const names = nameLabels(points, size, axes, place, taken);
  const stated = points.filter(({ report }) => report !== undefined);
  return plot({
    ...area,
    ...axes,
    marks: [
      axisLeft({
        ticks: 5,
        tickFormat: (value: number) => `${percent(value, 0)} %`,
        label: "accuracy",
        labelOffset: 0,
      }),
      axisBottom({
        ticks: sizeTicks(domain),
        tickFormat: (value: number) => `${thousands(value / 1e6)} M`,
        label: size === "parameters" ? "parameters" : "multiply-adds per picture",
      }),
      Plot.ruleX(stated, {
        x: size,
        y1: pixels(({ accuracy }: NetworkPoint) => place(accuracy)),
        y2: pixels(({ report }: NetworkPoint) => place(report!)),
        stroke: COLOURS.rule,
        strokeDasharray: "2 3",
      }),
      Plot.dot(stated, {
        x: size,
        y: pixels(({ report }: NetworkPoint) => place(report!)),
        symbol: "square",
        r: 4.5,
        fill: COLOURS.other,
        stroke: COLOURS.paper,
        strokeWidth: 1,
      }),
      Plot.ruleX(points, {
        x: size,
        y1: pixels(({ low }: NetworkPoint) => place(low)),
        y2: pixels(({ high }: NetworkPoint) => place(high)),
        stroke: COLOURS.ours,
        strokeWidth: 2,
      }),
      Plot.dot(points, {
        x: size,
        y: pixels(({ accuracy }: NetworkPoint) => place(accuracy)),
        r: 4.5,
        fill: COLOURS.ours,
        stroke: COLOURS.paper,
        strokeWidth: 1,
      }),
      // Says once, at the highest square, what squares are.
      Plot.text(stated.toSorted((a, b) => b.report! - a.report!).slice(0, 1), {
        x: size,
        y: "report",
        text: ["report"],
        textAnchor: "start",
        dx: 9,
        fill: COLOURS.other,
        ...HALO,
      }),
      Plot.link(names, {
        x1: pixels("fromX"),
        y1: pixels("fromY"),
        x2: pixels(({ x }: NameLabel) => x - 2),
        y2: pixels(({ y }: NameLabel) => y - 4),
        stroke: COLOURS.ours,
        strokeWidth: 0.5,
      }),
      labelMark([...names, ...reportsBelow(points, size, axes, taken)]),
    ],
  });
}

/** Ticks of a logarithmic axis of less than two decades, far enough apart for their names. */
function sizeTicks([low, high]: readonly [number, number]): number[] {
  const power = 10 ** Math.floor(Math.log10(low));
  const inside = (steps: readonly number[]) =>
    [1, 10, 100].flatMap((tens) => steps.map((step) => step * tens * power))
      .filter((value) => value >= low && value <= high);
  const coarse = inside([1, 2, 5]), finer = inside([1, 2, 4, 6, 8]);
  if (coarse.length >= 3) return coarse;
  // Networks of almost one size.
  return finer.length >= 2 ? finer : inside([1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9]);
}
