/** Heat maps beside each other, each with its name: one face by several methods, or for several classes. */
import type { PlacedMap } from "../records/placed_map.ts";
import { frame, innerWidth } from "./frame.ts";
import { heatOverlay } from "./heat.ts";
import type { Picture } from "./image.ts";
import { COLOURS, SIZES } from "./style.ts";
import { text } from "./svg.ts";

export interface NamedHeat {
  readonly picture: Picture;
  readonly heat: PlacedMap;
  readonly name: string;
  /** A second line, e.g. a probability. */
  readonly note: string;
}

const GAP = 12;
const COLUMNS = 6;

/**
 * A grid of faces under heat maps, six in a row.
 *
 * @throws Error when there is none, or a heat map is not finite
 */
export function heatGridFigure(
  heats: readonly NamedHeat[],
  { title, caption }: { readonly title: string; readonly caption: string },
): string {
  if (heats.length === 0) {
    throw new Error("Cannot draw heat maps: there must be some, but are none");
  }
  const columns = Math.min(COLUMNS, Math.max(4, heats.length));
  const size = (innerWidth(SIZES.full) - (columns - 1) * GAP) / columns;
  const rowHeight = size + 44;
  const parts = heats.map(({ picture, heat, name, note }, i) => {
    const x = (i % columns) * (size + GAP);
    const y = Math.floor(i / columns) * rowHeight;
    return heatOverlay(picture, heat, x, y, size) +
      text(x, y + size + 15, name, { size: SIZES.small, weight: "bold" }) +
      text(x, y + size + 29, note, { size: SIZES.small, fill: COLOURS.muted });
  });
  const rows = Math.ceil(heats.length / columns);
  return frame({ width: SIZES.full, title, caption }, {
    height: rows * rowHeight - 10,
    svg: parts.join(""),
  });
}
