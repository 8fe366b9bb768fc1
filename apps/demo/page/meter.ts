/** How fast the page works: readings a second and the mean time of each part, over two seconds. */
import type { Timings } from "./messages.ts";

export type Parts = Timings & {
  /** Taking the frame from its source, in the page. */
  readonly grab?: number;
  /** Drawing boxes and bars, in the page. */
  readonly draw?: number;
};

const SPAN = 2000;

export class Meter {
  #samples: { readonly at: number; readonly parts: Parts }[] = [];

  /** @param at milliseconds */
  add(at: number, parts: Parts): void {
    this.#samples.push({ at, parts });
    this.#samples = this.#samples.filter((sample) => at - sample.at <= SPAN);
  }

  reset(): void {
    this.#samples = [];
  }

  /** Readings a second; 0 until there are two. */
  get rate(): number {
    const first = this.#samples[0], last = this.#samples.at(-1);
    if (!first || !last || last.at === first.at) return 0;
    return (this.#samples.length - 1) * 1000 / (last.at - first.at);
  }

  /** Mean milliseconds of a part over the readings in which it ran; null where it never did. */
  mean(part: keyof Parts): number | null {
    const values = this.#samples.map(({ parts }) => parts[part]).filter((v) => v !== undefined);
    if (values.length === 0) return null;
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }
}
