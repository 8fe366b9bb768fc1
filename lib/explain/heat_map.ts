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
  /**
   * How far to the left of, and above, the middle of its own tile a cell looks, as a share of the
   * picture's side: see `Stage.shift`.
   */
  readonly shift: number;
}

/** What is needed to lay a map over a picture. */
export type PlacedMap =
  & Pick<HeatMap, "width" | "height" | "values">
  & Partial<Pick<HeatMap, "shift">>;

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

/**
 * `[height, width]` at another size, each cell where it looks: bilinear between pixel centres at
 * half-integers, as OpenCV's `INTER_LINEAR`, which is all there is to it where the shift is 0.
 */
export function enlarge(map: PlacedMap, width: number, height: number): Float32Array {
  const { shift = 0 } = map;
  const x = neighbours(map.width, width, shift), y = neighbours(map.height, height, shift);
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

function neighbours(source: number, target: number, shift: number) {
  return Array.from({ length: target }, (_, t) => {
    const place = ((t + 0.5) / target + shift) * source - 0.5;
    const position = Math.min(source - 1, Math.max(0, place));
    const low = Math.floor(position);
    return { low, high: Math.min(source - 1, low + 1), share: position - low };
  });
}

function between(
  { width, values }: PlacedMap,
  row: number,
  left: number,
  right: number,
  share: number,
): number {
  const from = values[row * width + left]!;
  return from + (values[row * width + right]! - from) * share;
}
