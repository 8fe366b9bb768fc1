/**
 * Collects the timeline of a video in a fixed number of intervals, which grow with the video: an
 * hour takes no more memory than a minute.
 */
import type { SeenPerson } from "lib/faces/watcher.ts";
import type { TimelineRecord } from "lib/figures/timeline.ts";

const MOST_INTERVALS = 480;
const FIRST_INTERVAL = 0.125;

interface Interval {
  readonly sums: Float64Array;
  count: number;
}

export class Timeline {
  #interval = FIRST_INTERVAL;
  readonly #people = new Map<number, Map<number, Interval>>();

  /** @param period seconds from one frame that is added to the next: no interval is shorter */
  constructor(period: number) {
    while (this.#interval < period) this.#interval *= 2;
  }

  /** Adds the people of a frame. */
  add(time: number, people: readonly SeenPerson[]): void {
    while (time >= MOST_INTERVALS * this.#interval) this.#double();
    const index = Math.floor(time / this.#interval);
    for (const { person, probabilities } of people) {
      let intervals = this.#people.get(person);
      if (intervals === undefined) this.#people.set(person, intervals = new Map());
      addTo(intervals, index, probabilities, 1);
    }
  }

  /** Number of people seen so far. */
  get people(): number {
    return this.#people.size;
  }

  record(video: string, seconds: number, classes: readonly string[]): TimelineRecord {
    const count = Math.ceil(seconds / this.#interval);
    const people = [...this.#people].map(([person, intervals]) => ({
      person,
      intervals: Array.from({ length: count }, (_, i) => {
        const interval = intervals.get(i);
        return interval ? Array.from(interval.sums, (sum) => sum / interval.count) : null;
      }),
    }));
    return { video, seconds, classes, interval: this.#interval, people };
  }

  /** Joins neighbouring intervals. */
  #double(): void {
    this.#interval *= 2;
    for (const [person, intervals] of this.#people) {
      const joined = new Map<number, Interval>();
      for (const [index, { sums, count }] of intervals) addTo(joined, index >> 1, sums, count);
      this.#people.set(person, joined);
    }
  }
}

function addTo(
  intervals: Map<number, Interval>,
  index: number,
  values: ArrayLike<number>,
  count: number,
): void {
  let interval = intervals.get(index);
  if (interval === undefined) {
    intervals.set(index, interval = { sums: new Float64Array(values.length), count: 0 });
  }
  for (let i = 0; i < values.length; i++) interval.sums[i]! += values[i]!;
  interval.count += count;
}
