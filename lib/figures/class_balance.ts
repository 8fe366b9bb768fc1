/** How many pictures each emotion has in each data set: why the loss weighs classes. */
import { frame, innerWidth } from "./frame.ts";
import { Plot, plot } from "./plot.ts";
import { COLOURS, SIZES } from "./style.ts";
import { textWidth } from "./text.ts";
import { percent, thousands, titleCase } from "./words.ts";

/** Training pictures of one data set by class. */
export interface ClassCounts {
  readonly title: string;
  readonly training: Readonly<Record<string, number>>;
}

const LEFT = 86;
/** Height of a class, and of the gap below it. */
const BARS = 28;
const GAP = 16;

/** One bar. */
interface Bar {
  readonly name: string;
  readonly set: number;
  readonly share: number;
  readonly label: string;
}

/**
 * A bar for each class of each of two data sets, as a share of its training pictures.
 *
 * @param classes the classes shown, in their order; shares are of their sum
 * @returns SVG
 * @throws Error when a data set has none of the classes
 */
export function classBalanceFigure(
  sets: readonly [ClassCounts, ClassCounts],
  classes: readonly string[],
): string {
  const width = SIZES.full;
  const totals = sets.map(({ title, training }) => {
    const total = classes.reduce((sum, name) => sum + (training[name] ?? 0), 0);
    if (total > 0) return total;
    throw new Error(`Cannot draw the class balance: ${title} must have a picture, but has none`);
  });
  const bars = classes.flatMap((name, c) =>
    sets.map(({ title, training }, set): Bar => {
      const count = training[name] ?? 0;
      const share = count / totals[set]!;
      // The first class names the data sets.
      const label = `${c === 0 ? `${title}: ` : ""}${percent(share, 1)} % (${thousands(count)})`;
      return { name, set, share, label };
    })
  );
  const colours = [COLOURS.other, COLOURS.ours];
  const height = classes.length * (BARS + GAP) - GAP;
  // As long as they can be with every label beside its bar.
  const room = innerWidth(width) - LEFT;
  const longest = Math.max(
    ...bars.map(({ share, label }) => share * room / (room - 8 - textWidth(label, SIZES.small))),
  );
  const chart = plot({
    width: innerWidth(width),
    height,
    marginTop: 0,
    marginRight: 0,
    marginBottom: 0,
    marginLeft: LEFT,
    x: { domain: [0, longest] },
    y: { domain: [0, 1], padding: 0 },
    fy: { domain: classes, padding: 0, paddingInner: GAP / (BARS + GAP), axis: null },
    marks: [
      Plot.axisFy({
        anchor: "left",
        tickPadding: 10,
        tickFormat: titleCase,
        fontSize: SIZES.label,
        label: null,
      }),
      Plot.barX(bars, {
        fy: "name",
        y: "set",
        x: "share",
        insetBottom: 2,
        fill: ({ set }: Bar) => colours[set]!,
      }),
      Plot.text(bars, {
        fy: "name",
        y: "set",
        x: "share",
        text: "label",
        textAnchor: "start",
        dx: 6,
        dy: -1,
        fill: ({ name, set }: Bar) => name === classes[0] ? colours[set]! : COLOURS.muted,
      }),
    ],
  });
  const counts = sets.map(({ title }, s) => `${thousands(totals[s]!)} of ${title}`);
  return frame({
    width,
    title: `Training pictures by class, ${sets[0].title} and ${sets[1].title}`,
    caption: `Share of the training pictures of ${classes.length} classes, number of pictures in ` +
      `brackets: ${counts.join(", ")}. FER+ counts the majority of ten votes.`,
  }, { height, svg: chart });
}
