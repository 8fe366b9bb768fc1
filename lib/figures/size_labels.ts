/** Where the names and numbers of `size_accuracy.ts` stand: beside their dots, on no other label. */
import type { Label, Scales } from "./plot.ts";
import { COLOURS, SIZES } from "./style.ts";
import { type Area, placeLabel, spread, textArea, textWidth } from "./text.ts";
import { percent } from "./words.ts";

/** A network in the figure: its size, and its accuracy with the ends of its interval. */
export interface NetworkPoint {
  readonly name: string;
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly accuracy: number;
  readonly low: number;
  readonly high: number;
  /** What the report states of this network, if anything. */
  readonly report: number | undefined;
}

/** What is on the horizontal axis. */
export type Size = "parameters" | "multiplyAdds";

/** From the top of a chart to its axis. */
export const HEIGHT = 260;

/** A network's name with the point that it belongs to. */
export interface NameLabel extends Label {
  readonly fromX: number;
  readonly fromY: number;
}

/**
 * The names of all networks, with the accuracy of those that lie below the chart. `place` is the
 * height of an accuracy; `taken` is where labels are, and gets theirs.
 */
export function nameLabels(
  points: readonly NetworkPoint[],
  size: Size,
  axes: Scales,
  place: (accuracy: number) => number,
  taken: Area[],
): NameLabel[] {
  return clusters(points, size, axes).flatMap((members) => {
    const xs = members.map((point) => axes.x.apply(point[size]));
    const left = Math.max(...xs) + 12;
    const dots = members.map(({ accuracy }) => place(accuracy));
    const heights = spread(dots, 13, 16, HEIGHT - 4);
    return members.map(({ name, accuracy }, i) => {
      const y = heights[i]! + 4;
      const text = isBelow(accuracy, axes) ? `${name} ${below(accuracy)}` : name;
      taken.push(textArea(left, y, text, SIZES.small, "regular"));
      const style = { text, fill: COLOURS.ours, size: SIZES.small };
      return { x: left, y, ...style, fromX: xs[i]! + 5, fromY: dots[i]! };
    });
  });
}

/** Networks of about the same size, whose names stand in one column beside them. */
function clusters(
  points: readonly NetworkPoint[],
  size: Size,
  { x }: Scales,
): NetworkPoint[][] {
  const groups: NetworkPoint[][] = [];
  for (const point of points.toSorted((a, b) => a[size] - b[size])) {
    const group = groups.at(-1);
    if (group && x.apply(point[size]) - x.apply(group[0]![size]) < 40) group.push(point);
    else groups.push([point]);
  }
  return groups;
}

/** What the report states of networks that lie below the chart, beside them where no name is. */
export function reportsBelow(
  points: readonly NetworkPoint[],
  size: Size,
  axes: Scales,
  taken: Area[],
): Label[] {
  const room = { left: 36, right: Infinity, top: 0, bottom: HEIGHT };
  return points.flatMap((point) => {
    if (point.report === undefined || !isBelow(point.report, axes)) return [];
    const text = `report ${below(point.report)}`;
    const at = axes.x.apply(point[size]);
    const lefts = [at - 9 - textWidth(text, SIZES.tiny), at + 9];
    const rows = [4, 18, 32, 46].map((rise) => HEIGHT - rise);
    const places = rows.flatMap((row) =>
      lefts.map((left) => textArea(left, row, text, SIZES.tiny, "regular"))
    );
    const place = placeLabel(places, taken, room);
    return [{
      x: place.left,
      y: place.bottom - 2,
      text,
      fill: COLOURS.other,
      size: SIZES.tiny,
    }];
  });
}

function isBelow(accuracy: number, { y }: Scales): boolean {
  return y.apply(accuracy) >= HEIGHT;
}

function below(accuracy: number): string {
  return `↓ ${percent(accuracy, 1)} %`;
}
