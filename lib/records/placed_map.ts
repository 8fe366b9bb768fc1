/** A map of numbers over a picture, and how it is brought to another size: for whoever lays it there. */

export interface PlacedMap {
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, row-major. */
  readonly values: ArrayLike<number>;
  /**
   * How far to the left of, and above, the middle of its own tile a cell looks, as a share of the
   * picture's side; absent: 0.
   */
  readonly shift?: number;
}

/**
 * `[height, width]` at another size, each cell where it looks: bilinear between pixel centres at
 * half-integers, as OpenCV's `INTER_LINEAR`, which is all there is to it where the shift is 0.
 *
 * @throws Error when the count of values does not fit
 */
export function resizeMap(map: PlacedMap, width: number, height: number): Float32Array {
  const { values, shift = 0 } = map;
  if (values.length !== map.width * map.height) {
    throw new Error(
      `Cannot resize a map: it must have ${map.width} × ${map.height} values, but has ` +
        `${values.length}`,
    );
  }
  const x = neighbours(map.width, width, shift), y = neighbours(map.height, height, shift);
  const out = new Float32Array(width * height);
  for (let row = 0, at = 0; row < height; row++) {
    const { low: top, high: bottom, share: down } = y[row]!;
    for (let column = 0; column < width; column++, at++) {
      const { low: left, high: right, share: across } = x[column]!;
      const between = (line: number) =>
        values[line * map.width + left]! * (1 - across) +
        values[line * map.width + right]! * across;
      out[at] = between(top) * (1 - down) + between(bottom) * down;
    }
  }
  return out;
}

/** For each place along a side: the two cells it lies between, and its share of the second. */
function neighbours(source: number, target: number, shift: number) {
  return Array.from({ length: target }, (_, t) => {
    const place = ((t + 0.5) / target + shift) * source - 0.5;
    const position = Math.min(source - 1, Math.max(0, place));
    const low = Math.floor(position);
    return { low, high: Math.min(source - 1, low + 1), share: position - low };
  });
}
