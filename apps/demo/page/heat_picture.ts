/** A heat map as pixels that lie over a face: the colours of the project's figures. */
import { enlarge } from "lib/explain/heat_map.ts";
import type { Heat } from "./messages.ts";

/** Dark violet to light yellow: lightness grows evenly. */
const RAMP = [[87, 16, 110], [188, 55, 84], [249, 142, 9], [252, 255, 164]] as const;
const SIDE = 48;

/** The map at 48×48, more opaque where warmer. */
export function heatPicture(heat: Heat): ImageData {
  const values = enlarge(heat, SIDE, SIDE);
  const image = new ImageData(SIDE, SIDE);
  values.forEach((value, i) => {
    const at = Math.min(1, Math.max(0, value)) * (RAMP.length - 1);
    const from = RAMP[Math.floor(at)]!, to = RAMP[Math.min(RAMP.length - 1, Math.floor(at) + 1)]!;
    from.forEach((low, c) => image.data[i * 4 + c] = low + (to[c]! - low) * (at % 1));
    image.data[i * 4 + 3] = 255 * 0.7 * value ** 0.75;
  });
  return image;
}
