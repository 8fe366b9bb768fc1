/** How well each emotion can be found at any threshold: a small chart per class. */
import { classScores, confusion } from "../metrics/confusion.ts";
import {
  averagePrecision,
  precisionRecallCurve,
  type PrecisionRecallPoint,
} from "../metrics/precision_recall.ts";
import type { Run } from "../records/run.ts";
import { type Drawing, frame, innerWidth } from "./frame.ts";
import { predictionsOf } from "./input.ts";
import { axisBottom, axisLeft, Plot, plot } from "./plot.ts";
import { COLOURS, SIZES } from "./style.ts";
import { DATASET_TITLES, runText, thousands, titleCase } from "./words.ts";

const GAP = 34;
/** Between two rows of charts: values of one, then name and number of pictures of the next. */
const HEAD = 64;
const MARGINS = { marginTop: 34, marginRight: 0, marginBottom: 40, marginLeft: 34 };

/** One class: where its chart stands, what is written above it and what is drawn in it. */
interface Chart {
  readonly fx: number;
  readonly fy: number;
  readonly name: string;
  readonly support: number;
  readonly share: number;
  readonly working: { readonly precision: number; readonly recall: number };
  readonly curve: readonly PrecisionRecallPoint[];
}

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
  const charts = classes.map((name, c): Chart => {
    const scores = Array.from(labels, (_, i) => probabilities[i * k + c]!);
    return {
      fx: c % columns,
      fy: Math.floor(c / columns),
      name,
      support: working[c]!.support,
      share: working[c]!.support / labels.length,
      working: working[c]!,
      curve: precisionRecallCurve(scores, Array.from(labels, (label) => label === c)),
    };
  });
  const chart = draw(charts, columns);
  return frame({
    width: SIZES.full,
    title: `Precision and recall per class on ${DATASET_TITLES[run.config.data.dataset]}`,
    caption: "Each picture’s probability of the class against a falling threshold. AP: average " +
      "precision. Dot: taking the most probable class. Dotted: share of the class, what guessing " +
      `reaches. ${runText(run)}`,
  }, chart);
}

function draw(charts: readonly Chart[], columns: number): Drawing {
  const width = innerWidth(SIZES.full);
  const side = (width - MARGINS.marginLeft - (columns - 1) * GAP) / columns;
  const rows = Math.ceil(charts.length / columns);
  const height = MARGINS.marginTop + rows * side + (rows - 1) * HEAD + MARGINS.marginBottom;
  // The marks of a chart come as one point each, a curve as many.
  const filled = charts.filter(({ curve }) => curve.length > 0);
  const points = filled.flatMap(({ fx, fy, curve }) =>
    visible([{ recall: 0, precision: curve[0]!.precision }, ...curve], side)
      .map((point) => ({ fx, fy, ...point }))
  );
  const worked = filled.filter(({ working }) => working.precision > 0);
  const at = { fx: "fx", fy: "fy" };
  const bold = { ...at, fontSize: SIZES.label, fontWeight: 600, dy: -33 };
  const svg = plot({
    width,
    height,
    ...MARGINS,
    fx: { padding: 0, paddingInner: GAP / (side + GAP), axis: null },
    fy: { padding: 0, paddingInner: HEAD / (side + HEAD), axis: null },
    x: { domain: [0, 1] },
    y: { domain: [0, 1] },
    marks: [
      axisLeft({ ticks: [0, 0.5, 1] }),
      Plot.text(charts.filter(({ fx }) => fx === 0), {
        ...at,
        frameAnchor: "left",
        textAnchor: "middle",
        rotate: -90,
        dx: -32,
        text: () => "precision",
        fill: COLOURS.muted,
      }),
      axisBottom({ ticks: [0, 0.5, 1], label: "recall", facetAnchor: null }),
      Plot.text(charts, { ...bold, frameAnchor: "top-left", text: ({ name }) => titleCase(name) }),
      Plot.text(charts, {
        ...at,
        frameAnchor: "top-left",
        dy: -17,
        text: ({ support }) => `n = ${thousands(support)}`,
        fill: COLOURS.muted,
      }),
      Plot.text(charts.filter(({ curve }) => curve.length === 0), {
        ...at,
        frameAnchor: "middle",
        dy: -10,
        text: () => "no picture of this class",
        fill: COLOURS.muted,
      }),
      Plot.text(filled, {
        ...bold,
        frameAnchor: "top-right",
        text: ({ curve }) => `AP ${averagePrecision(curve).toFixed(3)}`,
      }),
      Plot.ruleY(filled, { ...at, y: "share", stroke: COLOURS.rule, strokeDasharray: "2 3" }),
      Plot.line(points, {
        ...at,
        x: "recall",
        y: "precision",
        stroke: COLOURS.ours,
        strokeWidth: 1.75,
      }),
      Plot.dot(worked, {
        ...at,
        x: ({ working }) => working.recall,
        y: ({ working }) => working.precision,
        r: 4,
        fill: COLOURS.accent,
        stroke: COLOURS.paper,
        strokeWidth: 1.25,
      }),
    ],
  });
  return { height, svg };
}

/** Leaves out points that lie within a third of a pixel of the one before: there are thousands. */
function visible<P extends { readonly recall: number; readonly precision: number }>(
  points: readonly P[],
  side: number,
): P[] {
  const kept: P[] = [];
  points.forEach((point, i) => {
    const before = kept.at(-1);
    const moved = before &&
      side * Math.hypot(point.recall - before.recall, point.precision - before.precision);
    if (moved === undefined || moved > 1 / 3 || i === points.length - 1) kept.push(point);
  });
  return kept;
}
