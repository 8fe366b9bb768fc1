/**
 * A line on stderr that says how far long work is: redrawn in place on a terminal, a new line every
 * ten seconds elsewhere, so that a log stays readable.
 */

export interface ProgressOptions {
  /** Number of things to do; null where it is not known. */
  readonly total: number | null;
  /** What they are, in the plural. */
  readonly unit: string;
  readonly terminal?: boolean;
  readonly write?: (text: string) => void;
  /** Milliseconds. */
  readonly now?: () => number;
}

const BAR = 24;
const REDRAW = 100, LINE = 10_000;

export class Progress {
  readonly #options: Required<ProgressOptions>;
  readonly #start: number;
  #last = -Infinity;
  #drawn = false;

  constructor(options: ProgressOptions) {
    this.#options = {
      terminal: Deno.stderr.isTerminal(),
      write: (text) => void Deno.stderr.writeSync(new TextEncoder().encode(text)),
      now: () => performance.now(),
      ...options,
    };
    this.#start = this.#options.now();
    this.#last = this.#options.terminal ? -Infinity : this.#start;
  }

  /** @param done how many of the things; `note` is shown at the end, e.g. `3 failed` */
  update(done: number, note = ""): void {
    const { now, terminal, write } = this.#options;
    const time = now();
    if (time - this.#last < (terminal ? REDRAW : LINE)) return;
    this.#last = time;
    const line = this.#line(done, (time - this.#start) / 1000, note);
    write(terminal ? `\r\x1b[K${line}` : `${line}\n`);
    this.#drawn = terminal;
  }

  /** Takes the line away. */
  end(): void {
    if (this.#drawn) this.#options.write("\r\x1b[K");
    this.#drawn = false;
  }

  #line(done: number, seconds: number, note: string): string {
    const { total, unit } = this.#options;
    const rate = seconds > 0 ? done / seconds : 0;
    const parts = [`${rate.toFixed(rate < 10 ? 1 : 0)} ${unit}/s`];
    if (total === null) parts.unshift(`${grouped(done)} ${unit}`);
    else {
      const filled = Math.round(BAR * done / Math.max(1, total));
      parts.unshift(
        `${"█".repeat(filled)}${"░".repeat(BAR - filled)} ${grouped(done)} of ${grouped(total)}`,
      );
      if (rate > 0) parts.push(`${duration((total - done) / rate)} left`);
    }
    if (note !== "") parts.push(note);
    return parts.join(" · ");
  }
}

/** A whole number with commas between thousands. */
export function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

/** Seconds in words: `8 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
