/** What the people in a video showed over time: the figure of `deno task annotate`. */
import { axisBottom, linearScale } from "./axes.ts";
import { frame, innerWidth } from "./frame.ts";
import { COLOURS, sequential, SIZES } from "./style.ts";
import { group, rect, text } from "./svg.ts";
import { textWidth } from "./text.ts";
import { titleCase } from "./words.ts";

/** Mean probabilities of people over time, in intervals of equal length. */
export interface TimelineRecord {
  /** Name of the video. */
  readonly video: string;
  readonly seconds: number;
  readonly classes: readonly string[];
  /** Length of an interval in seconds. */
  readonly interval: number;
  readonly people: readonly {
    readonly person: number;
    /** One array of probabilities an interval; null where the person was not seen. */
    readonly intervals: readonly (readonly number[] | null)[];
  }[];
}

/** People drawn at most: those seen longest. */
const MOST_PEOPLE = 6;
const ROW = 16;

/**
 * A block for each person, a row for each emotion, time to the right; the darker, the likelier. No
 * colour has to be looked up, and it survives in grey.
 *
 * @returns SVG
 * @throws Error when the video has no length
 */
export function timelineFigure(record: TimelineRecord): string {
  const { video, seconds, classes, interval, people } = record;
  if (!(seconds > 0)) {
    throw new Error(`Cannot draw the timeline: seconds must be above 0, but is ${seconds}`);
  }
  const seen = (person: TimelineRecord["people"][number]) =>
    person.intervals.filter((values) => values !== null).length;
  const shown = people.toSorted((a, b) => seen(b) - seen(a)).slice(0, MOST_PEOPLE)
    .sort((a, b) => a.person - b.person);
  const names = classes.map(titleCase);
  const left = Math.max(...names.map((name) => textWidth(name, SIZES.small))) + 10;
  const width = innerWidth(SIZES.full);
  const x = linearScale([0, seconds], [left, width]);
  const block = 20 + classes.length * ROW + 12;
  const parts = shown.map(({ person, intervals }, i) => {
    const rows = classes.map((_, c) => {
      const y = 20 + c * ROW;
      const cells = intervals.map((values, t) => {
        if (values === null) return "";
        const start = x(t * interval), end = x(Math.min(seconds, (t + 1) * interval));
        // A little wider than the interval, so that no hairline shows between neighbours.
        const cell = Math.min(end - start + 0.3, width - start);
        return rect(start, y, cell, ROW - 1, { fill: sequential(values[c]!) });
      });
      return [
        rect(left, y, width - left, ROW - 1, { fill: COLOURS.shade }),
        ...cells,
        text(left - 8, y + ROW - 5, names[c]!, { anchor: "end", size: SIZES.small }),
      ].join("");
    });
    return group(
      0,
      i * block,
      text(left, 12, `Person ${person}`, { size: SIZES.small, weight: "bold" }) + rows.join(""),
    );
  });
  const bottom = shown.length * block;
  const empty = shown.length > 0 ? "" : text(left, 20, "No face was found.", {
    fill: COLOURS.muted,
  });
  const height = Math.max(bottom, 40);
  const more = people.length - shown.length;
  return frame({
    width: SIZES.full,
    title: `Emotions over time in ${video}`,
    caption:
      `Mean probability of each emotion in intervals of ${seconds3(interval)} s, from white ` +
      "(0) to dark blue (1); grey where the person was not seen." +
      (more > 0 ? ` Not drawn: ${more} more who were seen for a shorter time.` : ""),
  }, {
    height: height + 34,
    svg: parts.join("") + empty + axisBottom(x, height, 0, { name: "Seconds" }),
  });
}

/** Seconds with as many digits as they need, three decimals at most. */
function seconds3(value: number): string {
  return String(Number(value.toFixed(3)));
}
