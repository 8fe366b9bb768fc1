/** A heat map as pixels that lie over a face, in the colours of the project's figures. */
import { heatColour } from "lib/figures/heat.ts";
import { resizeMap } from "lib/records/placed_map.ts";
import type { Heat } from "./messages.ts";

const SIDE = 48;

/** The map at 48×48, more opaque where warmer. */
export function heatPicture(heat: Heat): ImageData {
  const image = new ImageData(SIDE, SIDE);
  resizeMap(heat, SIDE, SIDE).forEach((value, i) => image.data.set(heatColour(value), 4 * i));
  return image;
}
