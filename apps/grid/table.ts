/** What a grid shows while it works and when it ends: a line per run, and the time left. */
import { duration } from "lib/notebook/progress.ts";
import type { GridRun } from "./plan.ts";
import { workOf } from "./work.ts";

/** Speed of the run at work, and what is left of it. */
export interface Pace {
  /** Multiply-adds of forward passes per second. */
  readonly rate: number;
  readonly secondsLeft: number;
}

/**
 * The table as lines.
 *
 * @param pace of the run at work; null before it is known
 */
export function gridLines(runs: readonly GridRun[], pace: Pace | null): string[] {
  const name = ({ config }: GridRun) => config.experiment;
  const width = Math.max(10, ...runs.map((run) => name(run).length));
  const lines = runs.map((run) => {
    const { config, state, accuracy, seconds, note } = run;
    const score = accuracy === null ? "" : `${(100 * accuracy).toFixed(2)} %`;
    const time = seconds === null ? "" : duration(seconds);
    return [
      name(run).padEnd(width),
      config.budget.padEnd(6),
      `seed ${config.seed}`.padEnd(8),
      state.padEnd(9),
      score.padStart(8),
      time.padStart(11),
      note,
    ].join("  ").trimEnd();
  });
  return [...lines, ...summaryLine(runs, pace)];
}

function summaryLine(runs: readonly GridRun[], pace: Pace | null): string[] {
  const count = (...states: GridRun["state"][]) =>
    runs.filter(({ state }) => states.includes(state)).length;
  const parts = [`${count("recorded", "done")} of ${runs.length} recorded`];
  if (count("failed") > 0) parts.push(`${count("failed")} failed`);
  if (count("busy") > 0) parts.push(`${count("busy")} trained elsewhere`);
  const left = secondsLeft(runs, pace);
  if (left !== null) parts.push(`about ${duration(left)} left`);
  return [parts.join(" · ")];
}

/** Seconds to the end of the grid; null where nothing is left or nothing is known of the speed. */
export function secondsLeft(runs: readonly GridRun[], pace: Pace | null): number | null {
  if (pace === null) return null;
  let sum = pace.secondsLeft;
  for (const { config, state } of runs) {
    if (state !== "waiting") continue;
    const work = workOf(config);
    if (work === null) return null;
    sum += work / pace.rate;
  }
  return sum;
}

/** Draws lines over the ones before on a terminal; elsewhere only the ones that changed. */
export class TableView {
  readonly #terminal: boolean;
  readonly #write: (text: string) => void;
  readonly #width: number;
  #drawn = 0;
  #last = -Infinity;

  constructor(
    terminal = Deno.stderr.isTerminal(),
    write: (text: string) => void = (text) => {
      Deno.stderr.writeSync(new TextEncoder().encode(text));
    },
  ) {
    this.#terminal = terminal;
    this.#write = write;
    this.#width = terminal ? Deno.consoleSize().columns - 1 : Infinity;
  }

  /** @param lines the table; `current` is what stands alone in a log, once a minute */
  draw(lines: readonly string[], current: string, now = performance.now()): void {
    if (now - this.#last < (this.#terminal ? 1000 : 60_000)) return;
    this.#last = now;
    if (!this.#terminal) return this.#write(`${current}\n`);
    this.clear();
    this.#write(lines.map((line) => `${line.slice(0, this.#width)}\n`).join(""));
    this.#drawn = lines.length;
  }

  /** Takes the table away, so that other lines can be written. */
  clear(): void {
    if (this.#drawn > 0) this.#write(`\x1b[${this.#drawn}A\x1b[J`);
    this.#drawn = 0;
  }
}
