/** How many pictures each emotion has in each data set: why the loss weighs classes. */
import { frame, innerWidth } from "./frame.ts";
import { COLOURS, SIZES } from "./style.ts";
import { rect, text } from "./svg.ts";
import { percent, thousands, titleCase } from "./words.ts";

/** Training pictures of one data set by class. */
export interface ClassCounts {
  readonly title: string;
  readonly training: Readonly<Record<string, number>>;
}

const LEFT = 86;
const BAR = 14;
const ROW = 2 * BAR + 16;

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
  const shares = sets.map(({ training }, s) =>
    classes.map((name) => (training[name] ?? 0) / totals[s]!)
  );
  const scale = (innerWidth(width) - LEFT - 110) / Math.max(...shares.flat());
  const colours = [COLOURS.other, COLOURS.ours];
  const parts = sets.flatMap(({ title }, s) => [
    rect(LEFT + s * 110, 0, 12, 12, { fill: colours[s]! }),
    text(LEFT + s * 110 + 18, 11, title),
  ]);
  classes.forEach((name, c) => {
    const top = 28 + c * ROW;
    parts.push(text(LEFT - 10, top + BAR + 4, titleCase(name), { anchor: "end" }));
    sets.forEach(({ training }, s) => {
      const y = top + s * BAR;
      const length = shares[s]![c]! * scale;
      parts.push(
        rect(LEFT, y, length, BAR - 2, { fill: colours[s]! }),
        text(
          LEFT + length + 6,
          y + BAR - 4,
          `${percent(shares[s]![c]!, 1)} %  (${thousands(training[name] ?? 0)})`,
          { size: SIZES.small, fill: COLOURS.muted },
        ),
      );
    });
  });
  const counts = sets.map(({ title }, s) => `${thousands(totals[s]!)} of ${title}`);
  return frame({
    width,
    title: `Training pictures by class, ${sets[0].title} and ${sets[1].title}`,
    caption: `Share of the training pictures of ${classes.length} classes, number of pictures in ` +
      `brackets: ${counts.join(", ")}. FER+ counts the majority of ten votes.`,
  }, { height: 28 + classes.length * ROW, svg: parts.join("") });
}
