/** Figure 6 of the report: loss and accuracy after every epoch, the report's own run beside ours. */
import { chosenReportEpoch, type ReportCurve } from "../records/report_curves.ts";
import type { EpochLog, Run } from "../records/run.ts";
import { axisBottom, axisLeft, linearScale, niceDomain, type Scale } from "./axes.ts";
import { frame, innerWidth } from "./frame.ts";
import { logOf } from "./input.ts";
import { REPORT_AUGMENTATIONS } from "./report.ts";
import { COLOURS, SIZES } from "./style.ts";
import { circle, element, group, line, polyline, text } from "./svg.ts";
import { type Area, placeLabel, spread, textArea, textWidth } from "./text.ts";
import { DATASET_TITLES, percent, runText } from "./words.ts";

type Point = readonly [epoch: number, value: number];

interface Series {
  readonly name: string;
  readonly points: readonly Point[];
  readonly colour: string;
  readonly dash?: string;
  readonly width: number;
}

interface Mark {
  readonly epoch: number;
  readonly value: number;
  readonly label: string;
  readonly colour: string;
}

interface Panel {
  readonly name: string;
  readonly format: (value: number) => string;
  readonly series: readonly Series[];
  readonly marks: readonly Mark[];
}

const HEIGHT = 250;

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
    caption: "Validation solid, training dashed (on augmented pictures, with dropout). " +
      "Validation loss is cross-entropy with balanced class weights" +
      (run.config.loss.classWeightPower === 1 && run.config.data.target === "majority"
        ? "; so is the training loss. "
        : "; our training loss weighs and labels otherwise, so the two are not to be compared. ") +
      `The dot is the chosen epoch (${run.summary.rule}). ${
        runText(run, run.summary.validation.n)
      }` +
      (report
        ? ` The report: ${report.epochs.length} epochs, no seed set; its curve averages over ` +
          "batches, its dot is labelled with the accuracy it states."
        : ""),
  }, { height: HEIGHT + 40, svg });
}

function lossPanel(run: Run, log: readonly EpochLog[], report?: ReportCurve): Panel {
  const format = (value: number) => value.toFixed(3);
  return panel("Loss", (value) => String(value), format, run, log, "trainLoss", "valLoss", report);
}

function accuracyPanel(run: Run, log: readonly EpochLog[], report?: ReportCurve): Panel {
  const label = (value: number) => `${percent(value)} %`;
  const tick = (value: number) => `${Math.round(100 * value)} %`;
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
    marks.push({ epoch, value, label: label(value), colour: COLOURS.ours });
  }
  return { name, format, series, marks };
}

function drawPanel(
  { name, format, series, marks }: Panel,
  width: number,
  lastEpoch: number,
  sizes: readonly { readonly from: number; readonly size: number }[],
): string {
  const values = series.flatMap(({ points }) => points.map(([, value]) => value));
  const right = 42; // Room for the names at the lines' ends.
  const x = linearScale([1, Math.max(2, lastEpoch)], [34, width - right]);
  const y = linearScale(niceDomain(values), [HEIGHT, 30]);
  const parts = [
    axisLeft(y, 34, width - right, { format }),
    axisBottom(x, HEIGHT, 30, { name: "epoch", ticks: epochTicks(x) }),
    text(0, 8, name, { weight: "bold" }),
  ];
  if (sizes.length > 1) {
    sizes.forEach(({ from, size }) => {
      const at = from === 1 ? x(1) : x(from - 0.5);
      parts.push(line(at, 22, at, HEIGHT, { stroke: COLOURS.rule, "stroke-dasharray": "1 3" }));
      const label = from === 1 ? `${size} px` : String(size);
      parts.push(text(at + 3, 25, label, { size: SIZES.tiny, fill: COLOURS.muted }));
    });
  }
  for (const { points, colour, dash, width: stroke } of series) {
    parts.push(element("path", {
      d: polyline(points.map(([epoch, value]) => [x(epoch), y(value)])),
      fill: "none",
      stroke: colour,
      "stroke-width": stroke,
      "stroke-dasharray": dash,
      "stroke-linejoin": "round",
    }));
  }
  const taken: Area[] = [];
  // A value at the end of its line stands with the line's name, any other beside its dot.
  const atEnd = (mark: Mark) =>
    series.some(({ name, colour, points }) =>
      name !== "" && colour === mark.colour && x(points.at(-1)![0]) - x(mark.epoch) < 14
    );
  parts.push(endNames(series, marks.filter(atEnd), x, y, taken));
  for (const mark of marks) {
    const rim = { stroke: COLOURS.paper, "stroke-width": 1.5 };
    parts.push(circle(x(mark.epoch), y(mark.value), 4, { fill: mark.colour, ...rim }));
    if (!atEnd(mark)) parts.push(drawValue(mark, x, y, name === "Accuracy", taken));
  }
  return parts.join("");
}

/** What the report's Table 1 states, counted over pictures. */
function statedAccuracy({ dataset, augmentation }: ReportCurve): number | undefined {
  return REPORT_AUGMENTATIONS.find((row) =>
    row.dataset === dataset && row.augmentation === augmentation
  )?.validation;
}

/** A line's name where the line ends, two of them kept apart, and the value of a mark there. */
function endNames(
  series: readonly Series[],
  marks: readonly Mark[],
  x: Scale,
  y: Scale,
  taken: Area[],
): string {
  const named = series.filter(({ name, points }) => name !== "" && points.length > 0);
  const ends = named.map(({ points }) => points.at(-1)!);
  const lefts = ends.map(([epoch]) => x(epoch) + 8);
  const near = Math.max(...lefts) - Math.min(...lefts) < 60;
  const wanted = ends.map(([, value]) => y(value));
  const heights = near ? spread(wanted, 28, 0, HEIGHT) : wanted;
  return named.map(({ name, colour }, i) => {
    const value = marks.find((mark) => mark.colour === colour)?.label;
    const lines = value === undefined ? [name] : [name, value];
    return lines.map((content, row) => {
      const baseline = heights[i]! + 4 - 14 * (lines.length - 1 - row);
      taken.push(textArea(lefts[i]!, baseline, content, SIZES.label, "bold"));
      const style = { fill: colour, weight: "bold", halo: true } as const;
      return text(lefts[i]!, baseline, content, style);
    }).join("");
  }).join("");
}

/** The value of a chosen epoch, where the curves do not come from and no label is. */
function drawValue(
  { epoch, value, label, colour }: Mark,
  x: Scale,
  y: Scale,
  below: boolean,
  taken: Area[],
): string {
  const size = SIZES.small;
  const [cx, cy] = [x(epoch), y(value)];
  const wide = textWidth(label, size, "bold");
  const rows = below ? [cy + 20, cy + 34, cy - 9, cy - 22] : [cy - 9, cy - 22, cy + 20, cy + 34];
  const columns = [cx - wide / 2, cx + 8, cx - wide - 8];
  const place = placeLabel(
    rows.flatMap((row) => columns.map((left) => textArea(left, row, label, size, "bold"))),
    taken,
    { left: x.range[0], right: x.range[1] + 40, top: 30, bottom: HEIGHT - 2 },
  );
  const style = { size, fill: colour, weight: "bold", halo: true } as const;
  return text(place.left, place.bottom - 2, label, style);
}

function epochTicks(x: Scale): number[] {
  return [1, ...x.ticks(5).filter((epoch) => epoch > 1 && Number.isInteger(epoch))];
}

/** Where the side of the training pictures changes. */
function resolutions(log: readonly EpochLog[]): { from: number; size: number }[] {
  return log.filter((epoch, i) => i === 0 || epoch.size !== log[i - 1]!.size)
    .map(({ epoch, size }) => ({ from: epoch, size }));
}
