/**
 * A heat map over a face: colour for the eye on a screen, and a contour around everything above
 * half of the maximum, which also a grey print shows.
 */
import { type PlacedMap, resizeMap } from "../records/placed_map.ts";
import type { Picture } from "./image.ts";
import { image } from "./image.ts";
import { COLOURS } from "./style.ts";
import { element, rect } from "./svg.ts";

/** Stops of the ramp, dark violet to light yellow: lightness grows evenly. */
const RAMP = [[87, 16, 110], [188, 55, 84], [249, 142, 9], [252, 255, 164]] as const;
const SIDE = 32;

/** The picture with the heat map over it, `size` pixels wide. */
export function heatOverlay(
  picture: Picture,
  heat: PlacedMap,
  x: number,
  y: number,
  size: number,
): string {
  const height = size * picture.height / picture.width;
  const bad = Array.from(heat.values).find((value) => !Number.isFinite(value));
  if (bad !== undefined) {
    throw new Error(`Cannot draw a heat map: values must be finite, but one is ${bad}`);
  }
  const fine = { width: SIDE, height: SIDE, values: resizeMap(heat, SIDE, SIDE) };
  const path = contour(fine, 0.5, (value) => x + value * size, (value) => y + value * height);
  const outline = (stroke: string, width: number) =>
    element("path", { d: path, fill: "none", stroke, "stroke-width": width });
  return image(picture, x, y, size) +
    element(
      "svg",
      { x, y, width: size, height, viewBox: "0 0 1 1", preserveAspectRatio: "none" },
      image(heatPicture(fine), 0, 0, 1),
    ) +
    (path === "" ? "" : outline(COLOURS.ink, 2.5) + outline(COLOURS.paper, 1.25)) +
    rect(x, y, size, height, { fill: "none", stroke: COLOURS.rule, "stroke-width": 0.75 });
}

/** The colour of a heat from 0 to 1 as red, green, blue and opacity, 0 to 255: hotter is more opaque. */
export function heatColour(heat: number): [number, number, number, number] {
  const clamped = Math.min(1, Math.max(0, heat));
  const at = clamped * (RAMP.length - 1);
  const from = RAMP[Math.floor(at)]!;
  const to = RAMP[Math.min(RAMP.length - 1, Math.floor(at) + 1)]!;
  const channel = (c: 0 | 1 | 2) => Math.round(from[c] + (to[c] - from[c]) * (at % 1));
  return [channel(0), channel(1), channel(2), Math.round(255 * 0.7 * clamped ** 0.75)];
}

function heatPicture({ width, height, values }: PlacedMap): Picture {
  const pixels = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) pixels.set(heatColour(values[i]!), 4 * i);
  return { width, height, channels: 4, pixels };
}

/** Marching squares: the line where the map crosses `level`, in shares of its sides. */
function contour(
  { width, height, values }: PlacedMap,
  level: number,
  x: (share: number) => number,
  y: (share: number) => number,
): string {
  const at = (i: number, j: number) => values[i * width + j]!;
  const segments: string[] = [];
  for (let i = 0; i + 1 < height; i++) {
    for (let j = 0; j + 1 < width; j++) {
      // Corners clockwise from the top left, and where each side is crossed.
      const corners = [[i, j], [i, j + 1], [i + 1, j + 1], [i + 1, j]] as const;
      const crossings = corners.flatMap(([i0, j0], c) => {
        const [i1, j1] = corners[(c + 1) % 4]!;
        const [a, b] = [at(i0, j0), at(i1, j1)];
        if (a >= level === b >= level) return [];
        const t = (level - a) / (b - a);
        const px = x((j0 + (j1 - j0) * t + 0.5) / width);
        const py = y((i0 + (i1 - i0) * t + 0.5) / height);
        return [`${px.toFixed(1)},${py.toFixed(1)}`];
      });
      for (let c = 0; c + 1 < crossings.length; c += 2) {
        segments.push(`M${crossings[c]}L${crossings[c + 1]}`);
      }
    }
  }
  return segments.join("");
}
