/**
 * The boxes of the single-shot detector (Liu et al. 2016, section 2.2): where its maps look, and how
 * what they say becomes faces. Plain arrays, apart from the network.
 */
import type { Face } from "./face.ts";

/** Number of maps, from the finest to a single cell. */
export const MAPS = 6;
/** Side the network was trained at: the priors' sizes are shares of it. */
export const TRAINED_SIZE = 512;
/** Side of a cell of the first map, in input pixels; it doubles from map to map. */
const FIRST_CELL = 16;
/** Divisors of the encoded centre and size. */
const CENTRE_VARIANCE = 10, SIZE_VARIANCE = 5;

let latest = { width: 0, height: 0, boxes: new Float32Array() };

/**
 * The prior boxes of a network input, in the order of the network's outputs: centre x, centre y,
 * width and height in input pixels, `[boxes, 4]`. The boxes of the latest size are kept, as a
 * video's frames have one size.
 */
export function priorBoxes(width: number, height: number): Float32Array {
  if (latest.width === width && latest.height === height) return latest.boxes;
  const out: number[] = [];
  for (let map = 0; map < MAPS; map++) {
    const cell = FIRST_CELL * 2 ** map;
    const columns = Math.ceil(width / cell), rows = Math.ceil(height / cell);
    const shapes = priorShapes(map);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (const [w, h] of shapes) {
          out.push((column + 0.5) * cell, (row + 0.5) * cell, w * TRAINED_SIZE, h * TRAINED_SIZE);
        }
      }
    }
  }
  latest = { width, height, boxes: Float32Array.from(out) };
  return latest.boxes;
}

/** Widths and heights at a map: scales from 0.2 to 0.95, a square between two scales, ratios. */
function priorShapes(map: number): [number, number][] {
  const scale = (i: number) => i < MAPS ? 0.2 + 0.15 * i : 1;
  const shape = (s: number, ratio: number): [number, number] => [
    s * Math.sqrt(ratio),
    s / Math.sqrt(ratio),
  ];
  const s = scale(map);
  if (map === 0) return [[0.1, 0.1], shape(s, 2), shape(s, 1 / 2)];
  const between = Math.sqrt(s * scale(map + 1));
  return [[s, s], [between, between], ...[2, 1 / 2, 3, 1 / 3].map((ratio) => shape(s, ratio))];
}

/**
 * The faces that score at least `threshold`, in input pixels.
 *
 * @param encoded `[boxes, 4]`: y, x, height, width relative to the priors
 * @param scores `[boxes]`, 0 to 1
 */
export function decodeBoxes(
  encoded: Float32Array,
  scores: Float32Array,
  priors: Float32Array,
  threshold: number,
): Face[] {
  const faces: Face[] = [];
  for (let i = 0, at = 0; i < scores.length; i++, at += 4) {
    const score = scores[i]!;
    if (!(score >= threshold)) continue;
    const priorWidth = priors[at + 2]!, priorHeight = priors[at + 3]!;
    const x = priors[at]! + encoded[at + 1]! / CENTRE_VARIANCE * priorWidth;
    const y = priors[at + 1]! + encoded[at]! / CENTRE_VARIANCE * priorHeight;
    const width = Math.exp(encoded[at + 3]! / SIZE_VARIANCE) * priorWidth;
    const height = Math.exp(encoded[at + 2]! / SIZE_VARIANCE) * priorHeight;
    faces.push({ x: x - width / 2, y: y - height / 2, width, height, score });
  }
  return faces;
}

/** The faces in pixels of the picture, `scale` times as large, without what lies outside it. */
export function boxesWithin(
  faces: readonly Face[],
  picture: { readonly width: number; readonly height: number },
  scale: number,
): Face[] {
  return faces.map((face) => {
    const x = Math.max(0, face.x * scale), y = Math.max(0, face.y * scale);
    const width = Math.min(picture.width, (face.x + face.width) * scale) - x;
    const height = Math.min(picture.height, (face.y + face.height) * scale) - y;
    return { ...face, x, y, width, height };
  }).filter(({ width, height }) => width >= 1 && height >= 1);
}
