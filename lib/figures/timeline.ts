/** What the people in a video showed over time: the figure of `deno task annotate`. */
import { frame, innerWidth } from "./frame.ts";
import { axisBottom, Plot, plot } from "./plot.ts";
import { COLOURS, sequential, SIZES } from "./style.ts";
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
/** Above a person's rows, for the name. */
const HEAD = 32;

/** A person's mean probability of one emotion in one interval. */
interface Stretch {
  readonly person: number;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly probability: number;
}

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
  const marginLeft = Math.max(...names.map((name) => textWidth(name, SIZES.small))) + 10;
  const stretches = shown.flatMap(({ person, intervals }) =>
    intervals.flatMap((values, t) =>
      (values ?? []).map((probability, c): Stretch => ({
        person,
        name: names[c]!,
        from: t * interval,
        to: Math.min(seconds, (t + 1) * interval),
        probability,
      }))
    )
  );
  // All rows, also where nobody was seen; when no face was found, a line says so above the axis.
  const some = shown.length > 0;
  const blocks = some ? shown.map(({ person }) => person) : [0];
  const rows = shown.flatMap(({ person }) => names.map((name) => ({ person, name })));
  const rowsHeight = some ? names.length * ROW : 4;
  const height = blocks.length * (rowsHeight + HEAD) + 28;
  const svg = plot({
    width: innerWidth(SIZES.full),
    height,
    marginTop: HEAD - 12,
    marginRight: 0,
    marginBottom: 40,
    marginLeft,
    x: { domain: [0, seconds] },
    y: { domain: names, padding: 0 },
    fy: {
      domain: blocks,
      padding: 0,
      paddingInner: HEAD / (rowsHeight + HEAD),
      round: false,
      axis: null,
    },
    marks: [
      Plot.barX(rows, {
        fy: "person",
        y: "name",
        x1: 0,
        x2: seconds,
        insetBottom: 1,
        fill: COLOURS.shade,
      }),
      // A little wider than the interval, so that no hairline shows between neighbours.
      Plot.barX(stretches, {
        fy: "person",
        y: "name",
        x1: "from",
        x2: "to",
        insetBottom: 1,
        insetRight: -0.3,
        fill: ({ probability }: Stretch) => sequential(probability),
      }),
      some ? Plot.axisY({ tickSize: 0, tickPadding: 8, fontSize: SIZES.small, label: null }) : null,
      Plot.text(blocks, {
        fy: (person: number) => person,
        frameAnchor: "top-left",
        text: (person: number) => some ? `Person ${person}` : "No face was found.",
        dy: -16,
        fontWeight: some ? 600 : 400,
      }),
      axisBottom({ ticks: 6, label: "seconds", facetAnchor: "bottom" }),
    ],
  });
  const more = people.length - shown.length;
  return frame({
    width: SIZES.full,
    title: `Emotions over time in ${video}`,
    caption:
      `Mean probability of each emotion in intervals of ${seconds3(interval)} s, from white ` +
      "(0) to dark blue (1); grey where the person was not seen." +
      (more > 0 ? ` Not drawn: ${more} more who were seen for a shorter time.` : ""),
  }, { height, svg });
}

/** Seconds with as many digits as they need, three decimals at most. */
function seconds3(value: number): string {
  return String(Number(value.toFixed(3)));
}
