/**
 * How far a long piece of work is, how fast it goes and when it ends: a bar below a notebook's cell,
 * one line that rewrites itself in a terminal, a line now and then in a log file. Written to stderr
 * outside a notebook, since stdout is for results.
 */
import { thousands } from "../figures/words.ts";
import { escapeMarkup, inKernel, LiveOutput } from "./output.ts";

export interface ProgressOptions {
  /** Number of pieces, e.g. pictures; null where it is not known. */
  readonly total: number | null;
  /** What the pieces are called; default `images`. */
  readonly unit?: string;
  /** Shown first, e.g. `epoch 3/12`. */
  readonly label?: string;
  /** Pieces that were done before, e.g. by a run that is resumed; they do not count as speed. */
  readonly done?: number;
}

/** The speed is that of the last so many milliseconds: steady, yet soon right after a change. */
const window = 20_000;
/** In a log file, a line this often, in milliseconds. */
const logInterval = 30_000;

/**
 * ```ts
 * const bar = new Progress({ total: 2, unit: "files", label: "reading" });
 * bar.advance(1);
 * bar.advance(1, "loss 0.5");
 * await bar.finish();
 * ```
 */
export class Progress {
  readonly #unit: string;
  readonly #now: () => number;
  readonly #output = new LiveOutput({ passing: true });
  #total: number | null;
  #label: string;
  #done = 0;
  #note = "";
  #history: { time: number; done: number }[] = [];
  #logged: number;
  #finished = false;

  /** `now`: a clock in milliseconds. */
  constructor(options: ProgressOptions, now: () => number = () => performance.now()) {
    this.#total = options.total;
    this.#unit = options.unit ?? "images";
    this.#label = options.label ?? "";
    this.#now = now;
    this.#done = options.done ?? 0;
    this.#history.push({ time: now(), done: this.#done });
    this.#logged = now();
  }

  /** So many pieces more are done; `note` is shown last, e.g. the loss. */
  advance(count: number, note?: string): void {
    this.set(this.#done + count, note);
  }

  /** So many pieces are done in all. */
  set(done: number, note?: string): void {
    this.#done = done;
    if (note !== undefined) this.#note = note;
    const time = this.#now();
    this.#history.push({ time, done });
    // The oldest entry kept is the last one outside the window.
    while (this.#history.length > 2 && (this.#history[1]?.time ?? time) < time - window) {
      this.#history.shift();
    }
    this.#show();
  }

  /**
   * Starts another part, e.g. the next epoch, with its own total, of which `done` pieces were done
   * before; the speed carries over.
   */
  restart(label: string, total: number | null = this.#total, done = 0): void {
    const shift = done - this.#done;
    this.#history = this.#history.map((entry) => ({ ...entry, done: entry.done + shift }));
    this.#label = label;
    this.#total = total;
    this.#done = done;
  }

  /** Pieces a second over the last seconds; 0 before the first piece. */
  get rate(): number {
    const first = this.#history[0], last = this.#history.at(-1);
    if (first === undefined || last === undefined || last.time <= first.time) return 0;
    return (last.done - first.done) / ((last.time - first.time) / 1000);
  }

  /** The state as one line, e.g. `epoch 3/12  41 %  7,344 of 17,913 images  31.2 images/s  6 min left`. */
  get line(): string {
    const rate = this.rate;
    const total = this.#total;
    const left = (total ?? 0) - this.#done;
    const parts = [
      this.#label,
      total === null ? "" : `${Math.floor(this.#share(total) * 100)} %`,
      `${thousands(this.#done)} ${total === null ? "" : `of ${thousands(total)} `}${this.#unit}`,
      rate > 0 ? `${rate.toFixed(rate < 100 ? 1 : 0)} ${this.#unit}/s` : "",
      rate > 0 && left > 0 ? `${duration(left / rate)} left` : "",
      this.#note,
    ];
    return parts.filter((part) => part !== "").join("  ");
  }

  /** Shows the last state and ends the line. */
  async finish(): Promise<void> {
    if (this.#finished) return;
    this.#finished = true;
    if (inKernel()) await this.#output.flush();
    else if (Deno.stderr.isTerminal()) write(`\r\x1b[K${this.line}\n`);
    else write(this.line + "\n");
  }

  #show(): void {
    if (inKernel()) {
      this.#output.update(() => ({ "text/plain": this.line, "text/html": this.#html() }));
    } else if (Deno.stderr.isTerminal()) {
      if (this.#now() - this.#logged < 100 && this.#done !== this.#total) return;
      this.#logged = this.#now();
      write(`\r\x1b[K${this.line.slice(0, Deno.consoleSize().columns - 1)}`);
    } else if (this.#now() - this.#logged >= logInterval) {
      this.#logged = this.#now();
      write(this.line + "\n");
    }
  }

  #share(total: number): number {
    return total > 0 ? Math.min(1, this.#done / total) : 1;
  }

  #html(): string {
    const value = this.#total === null ? "" : `value="${this.#share(this.#total).toFixed(4)}" `;
    return `<div><progress ${value}style="width:20em;vertical-align:middle">` +
      `</progress> <span>${escapeMarkup(this.line)}</span></div>`;
  }
}

function write(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}

/** Seconds in words for people: `45 s`, `6 min`, `1 h 20 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
