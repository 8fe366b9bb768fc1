/**
 * Loss and accuracy while a network trains: the running training curve of the current epochs, and
 * the training and validation scores after each epoch. Redrawn a few times a second at most. Outside
 * a notebook it prints one line an epoch.
 */
import { axisBottom, axisLeft, epochTicks, Plot, plot } from "../figures/plot.ts";
import { COLOURS, SIZES } from "../figures/style.ts";
import { document, element, group, text } from "../figures/svg.ts";
import type { EpochLog } from "../records/run.ts";
import { inKernel, LiveOutput } from "./output.ts";

/** The state within an epoch: means over its pictures so far. */
export interface RunningPoint {
  /** Epochs behind, with the share of the current one: 2.5 is the middle of the third. */
  readonly at: number;
  readonly loss: number;
  /** Share from 0 to 1. */
  readonly accuracy: number;
}

/** What a live chart draws. */
export interface LiveState {
  readonly title: string;
  /** Epochs planned, or null where the schedule decides. */
  readonly epochs: number | null;
  readonly log: readonly EpochLog[];
  readonly running: readonly RunningPoint[];
}

/** Points of the running curve that are kept; beyond, every other one is dropped. */
const mostPoints = 600;

/** One of the two charts, side by side below the title. */
const area = {
  width: 376,
  height: 236,
  marginTop: 20,
  marginRight: 32,
  marginBottom: 46,
  marginLeft: 44,
};
const titleHeight = 42;

export class LiveChart {
  readonly #output = new LiveOutput();
  #state: LiveState;
  #printed: number;

  /** `start`: what is drawn at first, empty or the state of a run that goes on. */
  constructor(start: LiveState) {
    this.#state = start;
    this.#printed = start.log.length;
    if (start.running.length > 0) this.#update();
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Adds a point of the running curve. */
  step(point: RunningPoint): void {
    const running = [...this.#state.running, point];
    const kept = running.length > mostPoints ? running.filter((_, i) => i % 2 === 1) : running;
    this.#state = { ...this.#state, running: kept };
    this.#update();
  }

  /** Takes the log after an epoch: all epochs so far. */
  epochs(log: readonly EpochLog[]): void {
    this.#state = { ...this.#state, log: [...log] };
    this.#update();
  }

  /** Draws the last state; resolves when it is shown. */
  async finish(): Promise<void> {
    await this.#output.flush();
  }

  #update(): void {
    const state = this.#state;
    if (inKernel()) {
      this.#output.update(() => ({
        "text/plain": state.log.map(epochLine).join("\n") || state.title,
        "image/svg+xml": liveChartSvg(state),
      }));
    } else {
      for (const line of state.log.slice(this.#printed)) console.error(epochLine(line));
      this.#printed = state.log.length;
    }
  }
}

/** One epoch as one line of text. */
export function epochLine(line: EpochLog): string {
  const validation = line.valLoss === null || line.valAccuracy === null
    ? ""
    : ` · validation: loss ${line.valLoss.toFixed(3)}, accuracy ${percent(line.valAccuracy)}`;
  return `epoch ${line.epoch} at ${line.size} px · training: loss ${line.trainLoss.toFixed(3)}, ` +
    `accuracy ${percent(line.trainAccuracy)}${validation}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

type Point = readonly [at: number, value: number];

interface Series {
  readonly running: readonly Point[];
  readonly training: readonly Point[];
  readonly validation: readonly Point[];
}

/** The chart as an SVG file. */
export function liveChartSvg(state: LiveState): string {
  const last = Math.max(state.log.at(-1)?.epoch ?? 0, state.running.at(-1)?.at ?? 0, 1);
  const epochs = Math.max(state.epochs ?? 0, Math.ceil(last));
  const loss = series(state, "loss");
  const accuracy = series(state, "accuracy");
  const losses = [loss.running, loss.training, loss.validation].flat().map(([, value]) => value);
  const width = 2 * area.width;
  const percents = (value: number) => `${Math.round(value * 100)} %`;
  return document(
    width,
    titleHeight + area.height,
    state.title,
    state.log.map(epochLine).join("; ") || "No epoch is finished yet.",
    text(area.marginLeft, 22, state.title, { size: SIZES.title, weight: "bold" }),
    legend(width - 250, 22),
    group(0, titleHeight, panel("loss (nats)", loss, epochs, lossScale(losses), String)),
    group(area.width, titleHeight, panel("accuracy", accuracy, epochs, [0, 1], percents)),
  );
}

function series(state: LiveState, kind: "loss" | "accuracy"): Series {
  const points = (pick: (line: EpochLog) => number | null) =>
    state.log.flatMap((line): Point[] => {
      const value = pick(line);
      return value === null || !Number.isFinite(value) ? [] : [[line.epoch, value]];
    });
  return {
    running: state.running
      .filter((point) => Number.isFinite(point[kind]))
      .map((point): Point => [point.at, point[kind]]),
    training: points((line) => kind === "loss" ? line.trainLoss : line.trainAccuracy),
    validation: points((line) => kind === "loss" ? line.valLoss : line.valAccuracy),
  };
}

/** From 0, so that the height of a curve means something; the first steps' peak is cut off. */
function lossScale(losses: readonly number[]): Point {
  if (losses.length === 0) return [0, 2];
  const sorted = losses.toSorted((a, b) => a - b);
  const high = sorted[Math.floor((sorted.length - 1) * 0.98)] ?? 2;
  return [0, Math.max(high, 1e-3)];
}

function panel(
  label: string,
  { running, training, validation }: Series,
  epochs: number,
  domain: Point,
  tickFormat: (value: number) => string,
): string {
  return plot({
    ...area,
    x: { domain: [0, epochs] },
    y: { domain, nice: 5, clamp: true },
    marks: [
      axisLeft({ ticks: 5, tickFormat, label, labelOffset: 0 }),
      axisBottom({ ticks: epochTicks(0, epochs), label: "epoch" }),
      Plot.line(running, { stroke: COLOURS.other, strokeWidth: 1, strokeOpacity: 0.6 }),
      Plot.line(training, { stroke: COLOURS.ours, strokeWidth: 1.5, strokeDasharray: "4 3" }),
      Plot.dot(training, { r: 2.5, fill: COLOURS.ours }),
      Plot.line(validation, { stroke: COLOURS.accent, strokeWidth: 2 }),
      Plot.dot(validation, { r: 2.5, fill: COLOURS.accent }),
    ],
  });
}

function legend(x: number, y: number): string {
  const entry = (dx: number, colour: string, label: string, dash?: string) =>
    element("line", {
      x1: x + dx,
      y1: y - 4,
      x2: x + dx + 18,
      y2: y - 4,
      stroke: colour,
      "stroke-width": 2,
      "stroke-dasharray": dash,
    }) + text(x + dx + 23, y, label, { size: SIZES.small });
  return entry(0, COLOURS.other, "running") + entry(80, COLOURS.ours, "training", "4 3") +
    entry(162, COLOURS.accent, "validation");
}
