/** Whether the network's probabilities can be believed: reliability before and after scaling. */
import {
  applyTemperature,
  expectedCalibrationError,
  fitTemperature,
  type ReliabilityBin,
  reliabilityBins,
} from "../metrics/calibration.ts";
import type { Run } from "../records/run.ts";
import { frame } from "./frame.ts";
import { predictionsOf } from "./input.ts";
import { axisBottom, axisLeft, Plot, plot } from "./plot.ts";
import { COLOURS, SIZES } from "./style.ts";
import { group, text } from "./svg.ts";
import { DATASET_TITLES, percent, runText } from "./words.ts";

const SIDE = 300;
const HISTOGRAM = 60;
/** Of the axes, in both charts. */
const LEFT = 40;

/**
 * Accuracy against confidence in 15 bins, as the network gives it and after temperature scaling,
 * with the number of pictures per bin below. Where the run has both test parts, the temperature is
 * fitted on PublicTest and all that is drawn is PrivateTest, so the repair is not judged on the
 * pictures that made it.
 *
 * @param run a finished run
 * @returns SVG
 * @throws Error when the run holds no predictions
 */
export function reliabilityFigure(run: Run): string {
  predictionsOf(run, "the reliability diagram");
  const k = run.config.data.classes.length;
  const part = (usage: string) => {
    const predictions = run.predictions.filter((prediction) => prediction.usage === usage);
    return predictions.length === 0
      ? null
      : predictionsOf({ ...run, predictions }, "the reliability diagram");
  };
  const [fitting, apart] = [part("public"), part("private")];
  const honest = fitting !== null && apart !== null;
  const shown = honest ? apart : predictionsOf(run, "the reliability diagram");
  const source = honest ? fitting : shown;
  const temperature = fitTemperature(source.probabilities, source.labels, k);
  const before = reliabilityBins(shown.probabilities, shown.labels, k);
  const scaled = applyTemperature(shown.probabilities, k, temperature);
  const after = reliabilityBins(scaled, shown.labels, k);

  const sign = (value: number) => `${Math.round(100 * value)} %`;
  const diagonal = plot({
    width: LEFT + SIDE,
    height: SIDE + 28,
    marginTop: 20,
    marginRight: 0,
    marginBottom: 8,
    marginLeft: LEFT,
    x: { domain: [0, 1] },
    y: { domain: [0, 1] },
    marks: [
      Plot.gridX({ ticks: 5, stroke: COLOURS.grid, strokeOpacity: 1 }),
      axisLeft({ ticks: 5, tickFormat: sign, label: "accuracy", labelOffset: 0 }),
      axisBottom({ ticks: 5, tickFormat: () => "" }),
      Plot.line([[0, 0], [1, 1]], { stroke: COLOURS.rule, strokeWidth: 1, strokeDasharray: "5 4" }),
      Plot.text([[0.03, 0.03]], {
        text: ["as sure as right"],
        rotate: -45,
        textAnchor: "start",
        lineAnchor: "bottom",
        dy: -7,
        fill: COLOURS.muted,
      }),
      curve(after, COLOURS.accent, { strokeDasharray: "2 3", strokeLinecap: "butt" }, true),
      curve(before, COLOURS.ours, {}, false),
    ],
  });
  const bottom = SIDE + 28;
  return frame({
    width: SIZES.half + 120,
    title: `Reliability on ${DATASET_TITLES[run.config.data.dataset]}`,
    caption: "Pictures sorted by their highest probability into 15 bins of equal width; the bars " +
      "are two standard errors of the accuracy, bins of under five pictures are left out of the " +
      "curves. " +
      (honest
        ? "Temperature fitted on PublicTest, everything shown is PrivateTest. "
        : "Temperature fitted on the pictures shown. ") +
      runText(run, shown.labels.length),
  }, {
    height: bottom + HISTOGRAM + 40,
    svg: diagonal + group(0, bottom, histogram(before, sign)) +
      labels(before, after, temperature, LEFT + SIDE + 18),
  });
}

function curve(
  bins: readonly ReliabilityBin[],
  colour: string,
  style: Plot.LineOptions,
  hollow: boolean,
): Plot.Markish[] {
  const full = bins.filter(({ count }) => count >= 5);
  const error = ({ accuracy, count }: ReliabilityBin) =>
    2 * Math.sqrt(accuracy * (1 - accuracy) / count);
  const place = { x: "confidence", y: "accuracy" };
  return [
    Plot.ruleX(full, {
      x: "confidence",
      y1: (bin: ReliabilityBin) => Math.max(0, bin.accuracy - error(bin)),
      y2: (bin: ReliabilityBin) => Math.min(1, bin.accuracy + error(bin)),
      stroke: colour,
      strokeOpacity: 0.45,
      strokeWidth: 1.5,
    }),
    Plot.line(full, { ...place, stroke: colour, strokeWidth: 1.75, ...style }),
    Plot.dot(full, {
      ...place,
      r: 3.5,
      fill: hollow ? COLOURS.paper : colour,
      stroke: hollow ? colour : COLOURS.paper,
      strokeWidth: hollow ? 1.5 : 1,
    }),
  ];
}

/** Pictures per bin; the highest bar says which share of them it is. */
function histogram(bins: readonly ReliabilityBin[], sign: (value: number) => string): string {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const highest = bins.reduce((most, bin) => bin.count > most.count ? bin : most);
  return plot({
    width: LEFT + SIDE,
    height: HISTOGRAM + 40,
    marginTop: 14,
    marginRight: 0,
    marginBottom: 40,
    marginLeft: LEFT,
    x: { domain: [0, 1] },
    y: { domain: [0, highest.count] },
    marks: [
      Plot.rectY(bins, {
        x1: "lower",
        x2: "upper",
        y: "count",
        insetLeft: 1,
        insetRight: 1,
        fill: COLOURS.rule,
      }),
      Plot.text([highest], {
        x: ({ lower, upper }: ReliabilityBin) => (lower + upper) / 2,
        y: "count",
        text: ({ count }: ReliabilityBin) => `${percent(count / total, 0)} %`,
        lineAnchor: "bottom",
        dy: -4,
        fontSize: SIZES.tiny,
        fill: COLOURS.muted,
      }),
      axisBottom({ ticks: 5, tickFormat: sign, label: "confidence" }),
    ],
  });
}

function labels(
  before: readonly ReliabilityBin[],
  after: readonly ReliabilityBin[],
  temperature: number,
  x: number,
): string {
  const entry = (y: number, colour: string, lines: readonly string[]) =>
    lines.map((content, i) =>
      text(x, y + 16 * i, content, {
        fill: i === 0 ? colour : COLOURS.ink,
        weight: i === 0 ? "bold" : "regular",
      })
    ).join("");
  const error = (bins: readonly ReliabilityBin[]) =>
    `calibration error ${expectedCalibrationError(bins).toFixed(3)}`;
  return entry(120, COLOURS.ours, ["as trained (dots)", error(before)]) +
    entry(170, COLOURS.accent, ["temperature scaled (rings)", error(after)]) +
    entry(202, COLOURS.ink, [`T = ${temperature.toFixed(2)}`]);
}
