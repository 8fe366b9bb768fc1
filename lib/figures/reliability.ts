/** Whether the network's probabilities can be believed: reliability before and after scaling. */
import {
  applyTemperature,
  expectedCalibrationError,
  fitTemperature,
  type ReliabilityBin,
  reliabilityBins,
} from "../metrics/calibration.ts";
import type { Run } from "../records/run.ts";
import { axisBottom, axisLeft, linearScale, type Scale } from "./axes.ts";
import { frame } from "./frame.ts";
import { predictionsOf } from "./input.ts";
import { COLOURS, SIZES } from "./style.ts";
import { circle, element, line, polyline, rect, text } from "./svg.ts";
import { DATASET_TITLES, percent, runText } from "./words.ts";

const SIDE = 300;
const HISTOGRAM = 60;

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

  const left = 40;
  const x = linearScale([0, 1], [left, left + SIDE]);
  const y = linearScale([0, 1], [SIDE + 20, 20]);
  const sign = (value: number) => `${Math.round(100 * value)} %`;
  const parts = [
    axisLeft(y, left, left + SIDE, { format: sign, name: "accuracy" }),
    axisBottom(x, y(0), y(1), { format: () => "", grid: true, count: 5 }),
    line(x(0), y(0), x(1), y(1), { stroke: COLOURS.rule, "stroke-dasharray": "5 4" }),
    text(x(0.03), y(0.03) - 7, "as sure as right", {
      size: SIZES.small,
      fill: COLOURS.muted,
      rotate: -45,
    }),
    ...curve(after, x, y, COLOURS.accent, "2 3", true),
    ...curve(before, x, y, COLOURS.ours, undefined, false),
    histogram(before, x, y(0) + 14),
  ];
  const bottom = y(0) + 14 + HISTOGRAM;
  parts.push(axisBottom(x, bottom, bottom, { format: sign, count: 5, name: "confidence" }));
  parts.push(labels(before, after, temperature, left + SIDE + 18));
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
  }, { height: bottom + 36, svg: parts.join("") });
}

function curve(
  bins: readonly ReliabilityBin[],
  x: Scale,
  y: Scale,
  colour: string,
  dash: string | undefined,
  hollow: boolean,
): string[] {
  const full = bins.filter(({ count }) => count >= 5);
  const error = ({ accuracy, count }: ReliabilityBin) =>
    2 * Math.sqrt(accuracy * (1 - accuracy) / count);
  return [
    ...full.map((bin) => {
      const [low, high] = [bin.accuracy - error(bin), bin.accuracy + error(bin)];
      return line(
        x(bin.confidence),
        y(Math.max(0, low)),
        x(bin.confidence),
        y(Math.min(1, high)),
        { stroke: colour, "stroke-opacity": 0.45, "stroke-width": 1.5 },
      );
    }),
    element("path", {
      d: polyline(full.map((bin) => [x(bin.confidence), y(bin.accuracy)])),
      fill: "none",
      stroke: colour,
      "stroke-width": 1.75,
      "stroke-dasharray": dash,
    }),
    ...full.map((bin) =>
      circle(x(bin.confidence), y(bin.accuracy), 3.5, {
        fill: hollow ? COLOURS.paper : colour,
        stroke: hollow ? colour : COLOURS.paper,
        "stroke-width": hollow ? 1.5 : 1,
      })
    ),
  ];
}

function histogram(bins: readonly ReliabilityBin[], x: Scale, top: number): string {
  const most = Math.max(...bins.map(({ count }) => count));
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const highest = bins.findIndex(({ count }) => count === most);
  return bins.map(({ lower, upper, count }, i) => {
    const height = (HISTOGRAM - 14) * count / most;
    const y = top + HISTOGRAM - height;
    const bar = rect(x(lower) + 1, y, x(upper) - x(lower) - 2, height, { fill: COLOURS.rule });
    const middle = (x(lower) + x(upper)) / 2;
    return i === highest
      ? bar + text(middle, y - 4, `${percent(count / total, 0)} %`, {
        size: SIZES.tiny,
        fill: COLOURS.muted,
        anchor: "middle",
      })
      : bar;
  }).join("");
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
