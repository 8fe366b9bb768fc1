/** What size and computation buy: accuracy of all networks against parameters and multiply-adds. */
import { scoreIntervals } from "../metrics/bootstrap.ts";
import type { NetworkDescription } from "../records/description.ts";
import type { Run } from "../records/run.ts";
import { axisBottom, axisLeft, linearScale, logScale, niceDomain, type Scale } from "./axes.ts";
import { frame, innerWidth } from "./frame.ts";
import { predictionsOf } from "./input.ts";
import { reportAccuracy } from "./report.ts";
import { COLOURS, SIZES } from "./style.ts";
import { circle, group, line, rect, text } from "./svg.ts";
import { type Area, placeLabel, spread, textArea, textWidth } from "./text.ts";
import {
  budgetAndSeed,
  DATASET_TITLES,
  NETWORK_TITLES,
  numberWord,
  percent,
  thousands,
} from "./words.ts";

interface NetworkPoint {
  readonly name: string;
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly accuracy: number;
  readonly low: number;
  readonly high: number;
  /** What the report states of this network, if anything. */
  readonly report: number | undefined;
}

const HEIGHT = 260;
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
  const y = linearScale(niceDomain(values.filter((value) => value > floor)), [HEIGHT - 16, 24]);
  const budgets = new Set(runs.map((run) => budgetAndSeed(run.config)));
  return frame({
    width: SIZES.full,
    title: `Accuracy against size and computation on ${DATASET_TITLES[dataset]}`,
    caption: "Dots: our runs, with 95 % bootstrap intervals over pictures; squares: what the " +
      "report states for the same network. Multiply-adds by fvcore’s rule. " +
      `n = ${thousands(first.predictions.length)} validation pictures (which also chose the ` +
      `epoch), ${numberWord(classes.length)} classes; ${first.config.evaluationSize} × ` +
      `${first.config.evaluationSize} pixels, budget ${[...budgets].join("; ")}.`,
  }, {
    height: HEIGHT + 40,
    svg: panel(points, "parameters", y, width) +
      group(width + gap, 0, panel(points, "multiplyAdds", y, width)),
  });
}

function panel(
  points: readonly NetworkPoint[],
  key: "parameters" | "multiplyAdds",
  y: Scale,
  width: number,
): string {
  const values = points.map((point) => point[key]);
  const right = width - NAMES;
  const taken: Area[] = [];
  const x = logScale([Math.min(...values) / 1.25, Math.max(...values) * 1.1], [36, right]);
  return [
    axisLeft(y, 36, right, { format: (value) => `${percent(value, 0)} %`, name: "accuracy" }),
    axisBottom(x, HEIGHT, HEIGHT, {
      format: (value) => `${thousands(value / 1e6)} M`,
      name: key === "parameters" ? "parameters" : "multiply-adds per picture",
    }),
    ...points.map((point) => drawPoint(point, x(point[key]), y)),
    nameOfSquares(points, key, x, y),
    ...clusters(points, key, x).map((members) => clusterNames(members, key, x, y, taken)),
    numbersBelow(points, key, x, y, taken),
  ].join("");
}

function drawPoint({ accuracy, low, high, report }: NetworkPoint, x: number, y: Scale): string {
  const parts = [
    line(x, clamped(low, y), x, clamped(high, y), { stroke: COLOURS.ours, "stroke-width": 2 }),
    circle(x, clamped(accuracy, y), 4.5, { fill: COLOURS.ours, stroke: COLOURS.paper }),
  ];
  if (report !== undefined) {
    const at = clamped(report, y);
    parts.unshift(
      line(x, clamped(accuracy, y), x, at, { stroke: COLOURS.rule, "stroke-dasharray": "2 3" }),
      rect(x - 4, at - 4, 8, 8, { fill: COLOURS.other, stroke: COLOURS.paper }),
    );
  }
  return parts.join("");
}

/** Says once, at the highest square, what squares are. */
function nameOfSquares(
  points: readonly NetworkPoint[],
  key: "parameters" | "multiplyAdds",
  x: Scale,
  y: Scale,
): string {
  const stated = points.filter(({ report }) => report !== undefined)
    .toSorted((a, b) => b.report! - a.report!)[0];
  if (!stated) return "";
  const style = { size: SIZES.small, fill: COLOURS.other, halo: true };
  return text(x(stated[key]) + 9, y(stated.report!) + 4, "report", style);
}

/** Height of a value, or of the lower edge where it lies below. */
function clamped(value: number, y: Scale): number {
  return Math.min(y(value), HEIGHT);
}

/** The numbers of points that lie below the chart, beside them where no name is. */
function numbersBelow(
  points: readonly NetworkPoint[],
  key: "parameters" | "multiplyAdds",
  x: Scale,
  y: Scale,
  taken: Area[],
): string {
  const room = { left: x.range[0], right: x.range[1] + NAMES, top: 0, bottom: HEIGHT };
  return points.flatMap((point) =>
    [[point.accuracy, COLOURS.ours] as const, [point.report, COLOURS.other] as const]
      .map(([value, fill]) => {
        if (value === undefined || value >= y.domain[0]) return "";
        const content = `↓ ${percent(value, 1)} %`;
        const at = x(point[key]);
        const lefts = [at - 9 - textWidth(content, SIZES.tiny), at + 9];
        const rows = [4, 18, 32, 46].map((rise) => HEIGHT - rise);
        const places = rows.flatMap((row) =>
          lefts.map((left) => textArea(left, row, content, SIZES.tiny, "regular"))
        );
        const place = placeLabel(places, taken, room);
        return text(place.left, place.bottom - 2, content, { size: SIZES.tiny, fill, halo: true });
      })
  ).join("");
}

/** Networks of about the same size, whose names stand in one column beside them. */
function clusters(
  points: readonly NetworkPoint[],
  key: "parameters" | "multiplyAdds",
  x: Scale,
): NetworkPoint[][] {
  const groups: NetworkPoint[][] = [];
  for (const point of points.toSorted((a, b) => a[key] - b[key])) {
    const group = groups.at(-1);
    if (group && x(point[key]) - x(group[0]![key]) < 40) group.push(point);
    else groups.push([point]);
  }
  return groups;
}

function clusterNames(
  members: readonly NetworkPoint[],
  key: "parameters" | "multiplyAdds",
  x: Scale,
  y: Scale,
  taken: Area[],
): string {
  const left = Math.max(...members.map((point) => x(point[key]))) + 16;
  const dots = members.map(({ accuracy }) => clamped(accuracy, y));
  const heights = spread(dots, 13, 16, HEIGHT - 4);
  members.forEach(({ name }, i) =>
    taken.push(textArea(left, heights[i]! + 4, name, SIZES.small, "regular"))
  );
  return members.map((point, i) =>
    line(x(point[key]) + 5, dots[i]!, left - 2, heights[i]!, {
      stroke: COLOURS.ours,
      "stroke-width": 0.5,
    }) +
    text(left, heights[i]! + 4, point.name, { size: SIZES.small, fill: COLOURS.ours, halo: true })
  ).join("");
}
