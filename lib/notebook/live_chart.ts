/**
 * Loss and accuracy while a network trains: the running training curve of the current epochs, and
 * the training and validation scores after each epoch. Redrawn a few times a second at most. Outside
 * a notebook it prints one line an epoch.
 */
import { axisBottom, axisLeft, linearScale, niceDomain } from "../figures/axes.ts";
import { COLOURS, SIZES } from "../figures/style.ts";
import { circle, document, element, group, polyline, text } from "../figures/svg.ts";
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

const panel = { width: 300, height: 170, left: 44, gap: 64, top: 62 };

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

interface Series {
  readonly running: readonly (readonly [number, number])[];
  readonly training: readonly (readonly [number, number])[];
  readonly validation: readonly (readonly [number, number])[];
}

/** The chart as an SVG file. */
export function liveChartSvg(state: LiveState): string {
  const last = Math.max(state.log.at(-1)?.epoch ?? 0, state.running.at(-1)?.at ?? 0, 1);
  const epochs = Math.max(state.epochs ?? 0, Math.ceil(last));
  const loss = series(state, "loss");
  const accuracy = series(state, "accuracy");
  const losses = [loss.running, loss.training, loss.validation].flat().map(([, value]) => value);
  const width = 2 * (panel.left + panel.width) + panel.gap;
  const height = panel.top + panel.height + 46;
  const second = panel.left + panel.width + panel.gap;
  return document(
    width,
    height,
    state.title,
    state.log.map(epochLine).join("; ") || "No epoch is finished yet.",
    text(panel.left, 22, state.title, { size: SIZES.title, weight: "bold" }),
    legend(width - 250, 22),
    group(
      panel.left,
      panel.top,
      panelSvg("loss (nats)", loss, epochs, lossDomain(losses), (value) => String(value)),
    ),
    group(
      second,
      panel.top,
      panelSvg("accuracy", accuracy, epochs, [0, 1], (value) => `${Math.round(value * 100)} %`),
    ),
  );
}

function series(state: LiveState, kind: "loss" | "accuracy"): Series {
  const points = (pick: (line: EpochLog) => number | null) =>
    state.log.flatMap((line): [number, number][] => {
      const value = pick(line);
      return value === null || !Number.isFinite(value) ? [] : [[line.epoch, value]];
    });
  return {
    running: state.running
      .filter((point) => Number.isFinite(point[kind]))
      .map((point): [number, number] => [point.at, point[kind]]),
    training: points((line) => kind === "loss" ? line.trainLoss : line.trainAccuracy),
    validation: points((line) => kind === "loss" ? line.valLoss : line.valAccuracy),
  };
}

/** From 0, so that the height of a curve means something; the first steps' peak is cut off. */
function lossDomain(losses: readonly number[]): [number, number] {
  if (losses.length === 0) return [0, 2];
  const sorted = losses.toSorted((a, b) => a - b);
  const high = sorted[Math.floor((sorted.length - 1) * 0.98)] ?? 2;
  return niceDomain([0, Math.max(high, 1e-3)]);
}

function panelSvg(
  name: string,
  { running, training, validation }: Series,
  epochs: number,
  domain: [number, number],
  format: (value: number) => string,
): string {
  const x = linearScale([0, epochs], [0, panel.width]);
  const y = linearScale(domain, [panel.height, 0]);
  const inside = (value: number) => y(Math.min(domain[1], Math.max(domain[0], value)));
  const curve = (points: Series["training"], attributes: Record<string, string | number>) =>
    element("path", {
      d: polyline(points.map(([at, value]) => [x(at), inside(value)] as const)),
      fill: "none",
      ...attributes,
    });
  const dots = (points: Series["training"], fill: string) =>
    points.map(([at, value]) => circle(x(at), inside(value), 2.5, { fill })).join("");
  return [
    axisLeft(y, 0, panel.width, { name, format }),
    axisBottom(x, panel.height, 0, {
      name: "epoch",
      ticks: x.ticks(6).filter((value) => Number.isInteger(value)),
    }),
    curve(running, { stroke: COLOURS.other, "stroke-width": 1, "stroke-opacity": 0.6 }),
    curve(training, { stroke: COLOURS.ours, "stroke-width": 1.5, "stroke-dasharray": "4 3" }),
    dots(training, COLOURS.ours),
    curve(validation, { stroke: COLOURS.accent, "stroke-width": 2 }),
    dots(validation, COLOURS.accent),
  ].join("");
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
