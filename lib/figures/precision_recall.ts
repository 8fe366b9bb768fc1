/** How well each emotion can be found at any threshold: a small chart per class. */
import { classScores, confusion } from "../metrics/confusion.ts";
import {
  averagePrecision,
  precisionRecallCurve,
  type PrecisionRecallPoint,
} from "../metrics/precision_recall.ts";
import type { Run } from "../records/run.ts";
import { axisBottom, axisLeft, linearScale } from "./axes.ts";
import { frame, innerWidth } from "./frame.ts";
import { predictionsOf } from "./input.ts";
import { COLOURS, SIZES } from "./style.ts";
import { circle, element, group, line, polyline, text } from "./svg.ts";
import { DATASET_TITLES, runText, thousands, titleCase } from "./words.ts";

const GAP = 34;
const HEAD = 36;

/**
 * Precision against recall of each class as the threshold on its probability falls, with the
 * average precision, the share of the class (what guessing reaches) and the point at which the
 * network works when it takes the most probable class.
 *
 * @param run a finished run; a class without pictures gets an empty chart that says so
 * @returns SVG
 * @throws Error when the run holds no predictions
 */
export function precisionRecallFigure(run: Run): string {
  const classes = run.config.data.classes;
  const k = classes.length;
  const { probabilities, labels, predicted } = predictionsOf(run, "precision and recall");
  const working = classScores(confusion(labels, predicted, k));
  const columns = k <= 6 ? 3 : 4;
  const side = (innerWidth(SIZES.full) - GAP * columns) / columns;
  const height = side + HEAD + 46;
  const charts = classes.map((name, c) => {
    const scores = Array.from(labels, (_, i) => probabilities[i * k + c]!);
    const curve = precisionRecallCurve(scores, Array.from(labels, (label) => label === c));
    const column = c % columns;
    return group(
      GAP + column * (side + GAP),
      Math.floor(c / columns) * height,
      chart(name, curve, working[c]!, labels.length, side, column === 0),
    );
  });
  return frame({
    width: SIZES.full,
    title: `Precision and recall per class on ${DATASET_TITLES[run.config.data.dataset]}`,
    caption: "Each picture’s probability of the class against a falling threshold. AP: average " +
      "precision. Dot: taking the most probable class. Dotted: share of the class, what guessing " +
      `reaches. ${runText(run)}`,
  }, { height: Math.ceil(k / columns) * height - 6, svg: charts.join("") });
}

function chart(
  name: string,
  curve: readonly PrecisionRecallPoint[],
  working: { precision: number; recall: number; support: number },
  n: number,
  side: number,
  first: boolean,
): string {
  const x = linearScale([0, 1], [0, side]);
  const y = linearScale([0, 1], [HEAD + side, HEAD]);
  const parts = [
    text(0, 12, titleCase(name), { weight: "bold" }),
    text(0, 27, `n = ${thousands(working.support)}`, { size: SIZES.small, fill: COLOURS.muted }),
    axisLeft(y, 0, side, { ticks: [0, 0.5, 1], format: first ? String : () => "" }),
    axisBottom(x, y(0), y(1), { ticks: [0, 0.5, 1], ...(first ? { name: "recall" } : {}) }),
  ];
  if (first) {
    parts.push(
      text(-26, y(0.5), "precision", { size: SIZES.small, anchor: "middle", rotate: -90 }),
    );
  }
  if (curve.length === 0) {
    parts.push(text(side / 2, y(0.5) - 6, "no picture of this class", {
      anchor: "middle",
      size: SIZES.small,
      fill: COLOURS.muted,
    }));
    return parts.join("");
  }
  const share = working.support / n;
  const points = visible(
    curve.map(({ recall, precision }): [number, number] => [x(recall), y(precision)]),
  );
  parts.push(
    text(side, 12, `AP ${averagePrecision(curve).toFixed(3)}`, { anchor: "end", weight: "bold" }),
    line(0, y(share), side, y(share), { stroke: COLOURS.rule, "stroke-dasharray": "2 3" }),
    element("path", {
      d: polyline([[x(0), points[0]![1]], ...points]),
      fill: "none",
      stroke: COLOURS.ours,
      "stroke-width": 1.75,
      "stroke-linejoin": "round",
    }),
  );
  if (working.precision > 0) {
    parts.push(circle(x(working.recall), y(working.precision), 4, {
      fill: COLOURS.accent,
      stroke: COLOURS.paper,
      "stroke-width": 1.25,
    }));
  }
  return parts.join("");
}

/** Leaves out points that lie within a third of a pixel of the one before: there are thousands. */
function visible(points: readonly [number, number][]): [number, number][] {
  const kept: [number, number][] = [];
  points.forEach((point, i) => {
    const before = kept.at(-1);
    const moved = before && Math.hypot(point[0] - before[0], point[1] - before[1]);
    if (moved === undefined || moved > 1 / 3 || i === points.length - 1) kept.push(point);
  });
  return kept;
}
