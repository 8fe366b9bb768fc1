/**
 * A heat map as plain numbers from 0 to 1, scaled as the Python package grad-cam does, so that both
 * show the same.
 */
import type { PlacedMap } from "../records/placed_map.ts";

/** How much each place of a picture speaks for a class. */
export interface HeatMap extends PlacedMap {
  /** `[height, width]`, from 0 to 1: least to greatest of this map. */
  readonly values: Float32Array;
  /** No place speaks for the class more than another: all values are 0. */
  readonly empty: boolean;
  /** See `Stage.shift`. */
  readonly shift: number;
}

/** What grad-cam adds to the greatest value before it divides. */
const EPSILON = 1e-7;

/**
 * Cuts negative values off and scales the rest to 0…1.
 *
 * @param values `[height, width]`
 * @throws Error when a value is not finite, e.g. because a weight is not
 */
export function heatMap(
  values: ArrayLike<number>,
  width: number,
  height: number,
  shift = 0,
): HeatMap {
  let least = Infinity, greatest = -Infinity;
  const positive = Float32Array.from(values, (value) => {
    if (!Number.isFinite(value)) {
      throw new Error(
        `Cannot explain the picture: the map must be finite, but holds ${value}. Check the weights`,
      );
    }
    const kept = Math.max(0, value);
    least = Math.min(least, kept);
    greatest = Math.max(greatest, kept);
    return kept;
  });
  const scale = EPSILON + greatest - least;
  return {
    width,
    height,
    values: positive.map((value) => (value - least) / scale),
    empty: greatest === least,
    shift,
  };
}
