/** Figure 6 of the report: loss and accuracy after every epoch, the report's own run beside ours. */
import { classWeightPowers, totalEpochs } from "../records/plan.ts";
import { chosenReportEpoch, type ReportCurve } from "../records/report_curves.ts";
import type { EpochLog, Run, RunConfig } from "../records/run.ts";
import {
  areasAlong,
  endNames,
  HEIGHT,
  type Mark,
  type Point,
  type Series,
  TOP,
  valueLabel,
} from "./curve_labels.ts";
import { frame, innerWidth } from "./frame.ts";
import { logOf } from "./input.ts";
import {
  axisBottom,
  axisLeft,
  epochTicks,
  HALO,
  labelMark,
  Plot,
  plot,
  type Scales,
  scales,
} from "./plot.ts";
import { REPORT_AUGMENTATIONS } from "./report.ts";
import { COLOURS, SIZES } from "./style.ts";
import { group, text } from "./svg.ts";
import { textWidth } from "./text.ts";
import { DATASET_TITLES, percent, runText } from "./words.ts";

interface Panel {
  readonly name: string;
  readonly format: (value: number) => string;
  readonly series: readonly Series[];
  readonly marks: readonly Mark[];
}

/**
 * Two charts side by side, loss and accuracy by epoch. Solid lines are validation, dashed ones
 * training; ours blue, the report's grey. A dot marks the chosen epoch of each. Where the training
 * pictures grew, the top says so.
 *
 * @param run a finished run
 * @param report the report's run of the same data set and augmentation, where there is one
 * @returns SVG
 * @throws Error when the log is empty or holds NaN
 */
export function trainingCurvesFigure(run: Run, report?: ReportCurve): string {
  const log = logOf(run, "the training curves");
  const last = Math.max(log.length, report?.epochs.length ?? 0);
  const gap = 56;
  const width = (innerWidth(SIZES.full) - gap) / 2;
  const panels = [lossPanel(run, log, report), accuracyPanel(run, log, report)];
  const svg = panels.map((panel, i) =>
    group(i * (width + gap), 0, drawPanel(panel, width, last, resolutions(log)))
  ).join("");
  return frame({
    width: SIZES.full,
    title: `Training on ${DATASET_TITLES[run.config.data.dataset]}` +
      (report ? ", the report’s run beside ours" : ""),
    caption: "Validation solid, training dashed (over the epoch, on " +
      `${run.config.augmentation === "none" ? "" : "augmented "}pictures). ` +
      "Validation loss is cross-entropy with balanced class weights" +
      trainingLossText(run.config) +
      `The dot is the chosen epoch (${run.summary.rule}), labelled with the score of the ` +
      `recorded predictions. ${runText(run, run.summary.validation.n)}` +
      (report
        ? ` The report: ${report.epochs.length} epochs, no seed set; its curve averages over ` +
          "batches, its dot is labelled with the accuracy it states."
        : ""),
  }, { height: HEIGHT + 40, svg });
}

/** How the training loss differs from the validation loss, whose weights are the balanced ones. */
function trainingLossText(config: RunConfig): string {
  const powers = classWeightPowers(config);
  const same = config.data.target === "majority" && powers.every((power) => power === 1);
  if (same) return "; so is the training loss. ";
  const change = powers.findIndex((power, i) => i > 0 && power !== powers[i - 1]);
  const step = change < 0 ? "" : " Its class weights change with epoch " +
    `${totalEpochs({ ...config, stages: config.stages.slice(0, change) }) + 1}, and so its scale.`;
  return "; our training loss weighs and labels otherwise, so the two are not to be compared." +
    `${step} `;
}

function lossPanel(run: Run, log: readonly EpochLog[], report?: ReportCurve): Panel {
  const format = (value: number) => value.toFixed(3);
  return panel("Loss", (value) => String(value), format, run, log, "trainLoss", "valLoss", report);
}

function accuracyPanel(run: Run, log: readonly EpochLog[], report?: ReportCurve): Panel {
  const label = (value: number) => `${percent(value)} %`;
  const tick = (value: number) => `${Number(percent(value, 1))} %`;
  return panel("Accuracy", tick, label, run, log, "trainAccuracy", "valAccuracy", report);
}

function panel(
  name: string,
  format: (value: number) => string,
  label: (value: number) => string,
  run: Run,
  log: readonly EpochLog[],
  trainKey: "trainLoss" | "trainAccuracy",
  valKey: "valLoss" | "valAccuracy",
  report?: ReportCurve,
): Panel {
  const series: Series[] = [];
  const marks: Mark[] = [];
  if (report) {
    const chosen = chosenReportEpoch(report);
    const points = (key: typeof trainKey | typeof valKey) =>
      report.epochs.map((epoch): Point => [epoch.epoch, epoch[key]]);
    series.push(
      { name: "", points: points(trainKey), colour: COLOURS.other, dash: "4 3", width: 1 },
      { name: "report", points: points(valKey), colour: COLOURS.other, width: 1.25 },
    );
    const value = chosen[valKey];
    const stated = valKey === "valAccuracy" ? statedAccuracy(report) : undefined;
    marks.push({
      epoch: chosen.epoch,
      value,
      label: label(stated ?? value),
      colour: COLOURS.other,
    });
  }
  const evaluated = log.flatMap((epoch): Point[] => {
    const value = epoch[valKey];
    return value === null ? [] : [[epoch.epoch, value]];
  });
  series.push(
    {
      name: "",
      points: log.map((epoch): Point => [epoch.epoch, epoch[trainKey]]),
      colour: COLOURS.ours,
      dash: "4 3",
      width: 1.25,
    },
    { name: "ours", points: evaluated, colour: COLOURS.ours, width: 2 },
  );
  const chosen = evaluated.find(([epoch]) => epoch === run.summary.chosenEpoch);
  if (chosen) {
    const [epoch, value] = chosen;
    const { validation, public: part } = run.summary;
    const scored = run.config.data.validation === "public" ? part ?? validation : validation;
    const recorded = valKey === "valAccuracy" ? scored.accuracy : scored.loss;
    marks.push({ epoch, value, label: label(recorded), colour: COLOURS.ours });
  }
  return { name, format, series, marks };
}

function drawPanel(
  { name, format, series, marks }: Panel,
  width: number,
  lastEpoch: number,
  sizes: readonly Resolution[],
): string {
  const values = series.flatMap(({ points }) => points.map(([, value]) => value));
  // The right margin holds the names at the lines' ends.
  const margins = { marginTop: TOP, marginRight: 42, marginBottom: 40, marginLeft: 34 };
  const area = { width, height: HEIGHT + margins.marginBottom, ...margins };
  const axes = scales(
    area,
    { domain: [1, Math.max(2, lastEpoch)] },
    { domain: [Math.min(...values), Math.max(...values)], nice: 5 },
  );
  // A value at the end of its line stands with the line's name, any other beside its dot.
  const atEnd = (mark: Mark) =>
    series.some(({ name, colour, points }) =>
      name !== "" && colour === mark.colour &&
      axes.x.apply(points.at(-1)![0]) - axes.x.apply(mark.epoch) < 14
    );
  const taken = series.flatMap(({ points }) => areasAlong(points, axes));
  const labels = endNames(series, marks.filter(atEnd), axes, taken);
  for (const mark of marks) {
    if (!atEnd(mark)) labels.push(valueLabel(mark, axes, name === "Accuracy", taken));
  }
  const chart = plot({
    ...area,
    ...axes,
    marks: [
      axisLeft({ ticks: 5, tickFormat: format }),
      axisBottom({ ticks: epochTicks(1, lastEpoch), label: "epoch" }),
      sizes.length > 1 ? resolutionMarks(sizes, axes) : null,
      series.map(({ points, colour, dash, width }) =>
        Plot.line(points, {
          stroke: colour,
          strokeWidth: width,
          ...(dash === undefined ? {} : { strokeDasharray: dash }),
        })
      ),
      Plot.dot(marks, {
        x: "epoch",
        y: "value",
        r: 4,
        fill: "colour",
        stroke: COLOURS.paper,
      }),
      labelMark(labels, { fontWeight: 600 }),
    ],
  });
  return text(0, 8, name, { weight: "bold" }) + chart;
}

/** What the report's Table 1 states, counted over pictures. */
function statedAccuracy({ dataset, augmentation }: ReportCurve): number | undefined {
  return REPORT_AUGMENTATIONS.find((row) =>
    row.dataset === dataset && row.augmentation === augmentation
  )?.validation;
}

/** From which epoch on the training pictures have which side. */
interface Resolution {
  readonly from: number;
  readonly size: number;
}

function resolutions(log: readonly EpochLog[]): Resolution[] {
  return log.filter((epoch, i) => i === 0 || epoch.size !== log[i - 1]!.size)
    .map(({ epoch, size }) => ({ from: epoch, size }));
}

/** A dotted line where the side changes, with the side above; all sides at the first where too near. */
function resolutionMarks(sizes: readonly Resolution[], { x }: Scales): Plot.Markish[] {
  const at = ({ from }: Resolution) => from === 1 ? 1 : from - 0.5;
  const each = sizes.map((change, i) => ({
    epoch: at(change),
    text: i === 0 ? `${change.size} px` : String(change.size),
  }));
  const fits = each.slice(1).every(({ epoch }, i) =>
    x.apply(epoch) - x.apply(each[i]!.epoch) > textWidth(each[i]!.text, SIZES.tiny) + 3
  );
  const all = `${sizes.map(({ size }) => size).join(" → ")} px`;
  return [
    Plot.ruleX(sizes, { x: at, insetTop: -8, stroke: COLOURS.rule, strokeDasharray: "1 3" }),
    Plot.text(fits ? each : [{ epoch: at(sizes[0]!), text: all }], {
      x: "epoch",
      text: "text",
      frameAnchor: "top-left",
      lineAnchor: "bottom",
      dx: 3,
      dy: -5,
      fontSize: SIZES.tiny,
      fill: COLOURS.muted,
      ...HALO,
    }),
  ];
}
