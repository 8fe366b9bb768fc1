/**
 * A heat map as plain numbers from 0 to 1, scaled and enlarged as the Python package grad-cam does,
 * so that both show the same.
 */

/** How much each place of a picture speaks for a class. */
export interface HeatMap {
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, from 0 to 1: least to greatest of this map. */
  readonly values: Float32Array;
  /** No place speaks for the class more than another: all values are 0. */
  readonly empty: boolean;
}

/** What grad-cam adds to the greatest value before it divides. */
const EPSILON = 1e-7;

/**
 * Cuts negative values off and scales the rest to 0…1.
 *
 * @param values `[height, width]`
 * @throws Error when a value is not finite, e.g. because a weight is not
 */
export function heatMap(values: ArrayLike<number>, width: number, height: number): HeatMap {
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
  };
}

/**
 * `[height, width]` at another size: bilinear between pixel centres at half-integers, as OpenCV's
 * `INTER_LINEAR`.
 */
export function enlarge(
  map: Pick<HeatMap, "width" | "height" | "values">,
  width: number,
  height: number,
): Float32Array {
  const x = neighbours(map.width, width), y = neighbours(map.height, height);
  const out = new Float32Array(width * height);
  for (let row = 0, at = 0; row < height; row++) {
    const { low: top, high: bottom, share: down } = y[row]!;
    for (let column = 0; column < width; column++, at++) {
      const { low: left, high: right, share: across } = x[column]!;
      const above = between(map, top, left, right, across);
      const below = between(map, bottom, left, right, across);
      out[at] = above + (below - above) * down;
    }
  }
  return out;
}

function neighbours(source: number, target: number) {
  return Array.from({ length: target }, (_, t) => {
    const position = Math.min(source - 1, Math.max(0, (t + 0.5) * source / target - 0.5));
    const low = Math.floor(position);
    return { low, high: Math.min(source - 1, low + 1), share: position - low };
  });
}

function between(
  { width, values }: Pick<HeatMap, "width" | "values">,
  row: number,
  left: number,
  right: number,
  share: number,
): number {
  const from = values[row * width + left]!;
  return from + (values[row * width + right]! - from) * share;
}
