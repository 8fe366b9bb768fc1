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
 * The names of all networks. `place` is the height of an accuracy; `taken` is where labels are, and
 * gets theirs.
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
    return members.map(({ name }, i) => {
      const y = heights[i]! + 4;
      taken.push(textArea(left, y, name, SIZES.small, "regular"));
      const style = { text: name, fill: COLOURS.ours, size: SIZES.small };
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

/** The numbers of points that lie below the chart, beside them where no name is. */
export function numbersBelow(
  points: readonly NetworkPoint[],
  size: Size,
  { x, y }: Scales,
  taken: Area[],
): Label[] {
  const room = { left: 36, right: Infinity, top: 0, bottom: HEIGHT };
  return points.flatMap((point) =>
    [[point.accuracy, COLOURS.ours] as const, [point.report, COLOURS.other] as const]
      .flatMap(([value, fill]) => {
        if (value === undefined || y.apply(value) < HEIGHT) return [];
        const content = `↓ ${percent(value, 1)} %`;
        const at = x.apply(point[size]);
        const lefts = [at - 9 - textWidth(content, SIZES.tiny), at + 9];
        const rows = [4, 18, 32, 46].map((rise) => HEIGHT - rise);
        const places = rows.flatMap((row) =>
          lefts.map((left) => textArea(left, row, content, SIZES.tiny, "regular"))
        );
        const place = placeLabel(places, taken, room);
        return [{ x: place.left, y: place.bottom - 2, text: content, fill, size: SIZES.tiny }];
      })
  );
}
