/** Where the names and numbers of `training_curves.ts` stand: on no line and on no other label. */
import type { Label, Scales } from "./plot.ts";
import { SIZES } from "./style.ts";
import { type Area, placeLabel, spread, textArea, textWidth } from "./text.ts";

export type Point = readonly [epoch: number, value: number];

/** One line of a chart. */
export interface Series {
  /** Stands at its end; empty for none. */
  readonly name: string;
  readonly points: readonly Point[];
  readonly colour: string;
  readonly dash?: string;
  readonly width: number;
}

/** The chosen epoch of a line. */
export interface Mark {
  readonly epoch: number;
  readonly value: number;
  readonly label: string;
  readonly colour: string;
}

/** From the top of the chart to its axis, and to its highest grid line. */
export const HEIGHT = 250;
export const TOP = 30;

/**
 * A line's name where the line ends, and the value of a mark there below it; two of them kept apart,
 * and moved up or down where another line passes.
 */
export function endNames(
  series: readonly Series[],
  marks: readonly Mark[],
  { x, y }: Scales,
  taken: Area[],
): Label[] {
  const size = SIZES.label;
  const named = series.filter(({ name, points }) => name !== "" && points.length > 0);
  const ends = named.map(({ points }) => points.at(-1)!);
  const lefts = ends.map(([epoch]) => x.apply(epoch) + 8);
  const near = Math.max(...lefts) - Math.min(...lefts) < 60;
  const wanted = ends.map(([, value]) => y.apply(value));
  const heights = near ? spread(wanted, 28, 0, HEIGHT) : wanted;
  const room = { left: 0, right: Infinity, top: TOP - 10, bottom: HEIGHT - 2 };
  return named.flatMap(({ name, colour }, i) => {
    const value = marks.find((mark) => mark.colour === colour)?.label;
    const lines = value === undefined ? [name] : [name, value];
    const places = [0, 14, -14, 28, -28, 42, -42].map((move) => {
      const areas = lines.map((line, row) => {
        const baseline = heights[i]! + 4 + move - 14 * (lines.length - 1 - row);
        return textArea(lefts[i]!, baseline, line, size, "bold");
      });
      return {
        ...areas.at(-1)!,
        top: areas[0]!.top,
        right: Math.max(...areas.map((a) => a.right)),
      };
    });
    const { left, bottom } = placeLabel(places, taken, room);
    return lines.map((content, row) => {
      const y = bottom - 2 - 14 * (lines.length - 1 - row);
      return { x: left, y, text: content, fill: colour, size };
    });
  });
}

/** Small areas along a line, for labels to keep clear of. */
export function areasAlong(points: readonly Point[], { x, y }: Scales): Area[] {
  return points.slice(1).flatMap(([epoch, value], i) => {
    const [fromX, fromY] = [x.apply(points[i]![0]), y.apply(points[i]![1])];
    const [dx, dy] = [x.apply(epoch) - fromX, y.apply(value) - fromY];
    const steps = Math.ceil(Math.hypot(dx, dy) / 4);
    return Array.from({ length: steps }, (_, step) => {
      const [atX, atY] = [fromX + dx * step / steps, fromY + dy * step / steps];
      return { left: atX - 1, right: atX + 1, top: atY - 1, bottom: atY + 1 };
    });
  });
}

/**
 * The value of a chosen epoch, where no line and no label is.
 *
 * @param below whether below the dot is tried first
 */
export function valueLabel(
  { epoch, value, label, colour }: Mark,
  { x, y }: Scales,
  below: boolean,
  taken: Area[],
): Label {
  const size = SIZES.small;
  const [cx, cy] = [x.apply(epoch), y.apply(value)];
  const wide = textWidth(label, size, "bold");
  const rows = below ? [cy + 20, cy + 34, cy - 9, cy - 22] : [cy - 9, cy - 22, cy + 20, cy + 34];
  const columns = [cx - wide / 2, cx + 8, cx - wide - 8];
  const [left, right] = x.range as [number, number];
  const place = placeLabel(
    rows.flatMap((row) => columns.map((from) => textArea(from, row, label, size, "bold"))),
    taken,
    { left, right: right + 40, top: TOP, bottom: HEIGHT - 2 },
  );
  return { x: place.left, y: place.bottom - 2, text: label, fill: colour, size };
}
