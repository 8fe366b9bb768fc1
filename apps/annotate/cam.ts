/**
 * Lays over each face what the network looked at for the label that is shown: Grad-CAM of the last
 * stage, in the square that was cut out, turned as it was.
 */
import { preprocessInto } from "lib/data/preprocess.ts";
import type { Explainer } from "lib/explain/explainer.ts";
import type { Square } from "lib/faces/crop.ts";
import type { GreyPicture, Picture } from "lib/faces/picture.ts";
import type { SeenPerson } from "lib/faces/watcher.ts";
import { heatColour } from "lib/figures/heat.ts";
import { type PlacedMap, resizeMap } from "lib/records/placed_map.ts";
import type { Preprocess } from "lib/records/run.ts";

/** Side of the map that is sampled: fine enough that no cell shows. */
const SIDE = 48;

const colours = Array.from({ length: 256 }, (_, i) => heatColour(i / 255));

/**
 * A function that draws the heat maps of a frame's people. A face that was only followed keeps the
 * map of the cut that was classified.
 */
export function camOverlay(
  explainer: Explainer,
  { preprocess }: { readonly preprocess: Preprocess },
): (frame: Picture, people: readonly SeenPerson[]) => Promise<void> {
  const maps = new WeakMap<GreyPicture, PlacedMap>();
  return async (frame, people) => {
    const fresh = people.filter(({ crop }) => !maps.has(crop));
    const heats = await explain(explainer, preprocess, fresh);
    fresh.forEach(({ crop }, i) => maps.set(crop, heats[i]!));
    for (const { crop, square } of people) drawHeat(frame, square, maps.get(crop)!);
  };
}

async function explain(
  explainer: Explainer,
  preprocess: Preprocess,
  people: readonly SeenPerson[],
): Promise<PlacedMap[]> {
  if (people.length === 0) return [];
  const area = preprocess.size ** 2;
  const faces = new Float32Array(people.length * area);
  people.forEach(({ crop }, i) =>
    preprocessInto(faces.subarray(i * area, (i + 1) * area), crop, preprocess)
  );
  const targets = people.map(({ label }) => preprocess.classes.indexOf(label));
  const explanations = await explainer.explain(faces, { targets });
  return explanations.map(({ heat }) => ({
    width: SIDE,
    height: SIDE,
    values: resizeMap(heat, SIDE, SIDE),
  }));
}

/** Blends the map over the square, pixel by pixel of the frame. */
export function drawHeat(frame: Picture, square: Square, heat: PlacedMap): void {
  const reach = square.side * Math.SQRT1_2;
  const cos = Math.cos(square.angle), sin = Math.sin(square.angle);
  const left = Math.max(0, Math.floor(square.x - reach));
  const right = Math.min(frame.width, Math.ceil(square.x + reach));
  const bottom = Math.min(frame.height, Math.ceil(square.y + reach));
  for (let y = Math.max(0, Math.floor(square.y - reach)); y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const dx = x + 0.5 - square.x, dy = y + 0.5 - square.y;
      const column = Math.floor(((dx * cos + dy * sin) / square.side + 0.5) * heat.width);
      const row = Math.floor(((dy * cos - dx * sin) / square.side + 0.5) * heat.height);
      if (column < 0 || column >= heat.width || row < 0 || row >= heat.height) continue;
      const colour = colours[Math.round(255 * heat.values[row * heat.width + column]!)]!;
      const opacity = colour[3] / 255;
      const i = (y * frame.width + x) * 3;
      for (let c = 0; c < 3; c++) {
        const under = frame.pixels[i + c]!;
        frame.pixels[i + c] = under + (colour[c]! - under) * opacity + 0.5;
      }
    }
  }
}
