/**
 * Occlusion (Zeiler & Fergus 2014, https://arxiv.org/abs/1311.2901, section 4.2): grey squares are
 * laid over the picture one at a time, and a place matters as much as the odds of the class fall. It
 * looks at no gradient and no stage, only at what the network answers, so it is slow, and a check on
 * the others.
 */
import { type HeatMap, heatMap } from "./heat_map.ts";

/** Squares along each side of the picture. */
const CELLS = 8;
/** Side of a square, in cells: neighbours overlap. */
const REACH = 2;

/** Value of an occluded pixel: the mean of the data set, after normalisation. */
export const MEAN_GREY = 0;

/**
 * The heat map `[8, 8]` of one prepared picture.
 *
 * @param picture `[size, size]`
 * @param before log-odds of the class for the whole picture
 * @param oddsOf log-odds of the class for pictures `[n, size, size]`
 */
export async function occlusionMap(
  picture: Float32Array,
  size: number,
  before: number,
  oddsOf: (variants: Float32Array) => Promise<readonly number[]>,
): Promise<HeatMap> {
  const area = size * size;
  const variants = new Float32Array(CELLS * CELLS * area);
  for (let cell = 0; cell < CELLS * CELLS; cell++) {
    const own = variants.subarray(cell * area, (cell + 1) * area);
    own.set(picture);
    const [top, bottom] = span(Math.floor(cell / CELLS), size);
    const [left, right] = span(cell % CELLS, size);
    for (let row = top; row < bottom; row++) {
      own.fill(MEAN_GREY, row * size + left, row * size + right);
    }
  }
  const after = await oddsOf(variants);
  return heatMap(after.map((odds) => before - odds), CELLS, CELLS);
}

/** First and last pixel (exclusive) of the square around a cell, within the picture. */
function span(cell: number, size: number): [number, number] {
  const side = size / CELLS;
  const from = (cell + 0.5 - REACH / 2) * side, to = (cell + 0.5 + REACH / 2) * side;
  return [Math.max(0, Math.round(from)), Math.min(size, Math.round(to))];
}
