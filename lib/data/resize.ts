/**
 * Bilinear resizing of grey pictures exactly as OpenCV's `INTER_LINEAR` does it on bytes, because
 * that is what Albumentations' resize calls and what a network trained in Python has seen: pixel
 * centres at half-integers, no smoothing before shrinking, 11-bit fixed-point weights and the
 * rounding of OpenCV's portable code. Vectorised builds of OpenCV may differ by one grey level.
 */

/** The two source positions and fixed-point weights of every target position on one axis. */
interface Axis {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly lowWeight: Int32Array;
  readonly highWeight: Int32Array;
}

const WEIGHT_ONE = 2048;
const axes = new Map<number, Axis>();

function axis(source: number, target: number): Axis {
  const key = source * 0x10000 + target;
  const known = axes.get(key);
  if (known !== undefined) return known;
  const low = new Int32Array(target), high = new Int32Array(target);
  const lowWeight = new Int32Array(target), highWeight = new Int32Array(target);
  for (let t = 0; t < target; t++) {
    const position = ((t + 0.5) * source) / target - 0.5;
    const index = Math.min(Math.max(Math.floor(position), 0), source - 1);
    const fraction = index >= source - 1 || position < 0 ? 0 : Math.fround(position - index);
    low[t] = index;
    high[t] = Math.min(index + 1, source - 1);
    lowWeight[t] = Math.round((1 - fraction) * WEIGHT_ONE);
    highWeight[t] = Math.round(fraction * WEIGHT_ONE);
  }
  const made = { low, high, lowWeight, highWeight };
  axes.set(key, made);
  return made;
}

/**
 * Resizes one grey picture to `size × size`, writing bytes.
 *
 * @param out `[size, size]`
 * @param pixels `[…, height, width]`; the picture starts at `offset`
 */
export function resizeInto(
  out: Uint8Array,
  size: number,
  pixels: Uint8Array,
  offset: number,
  width: number,
  height: number,
): void {
  if (width === size && height === size) {
    for (let i = 0; i < size * size; i++) out[i] = pixels[offset + i]!;
    return;
  }
  const x = axis(width, size), y = axis(height, size);
  for (let row = 0, at = 0; row < size; row++) {
    const top = offset + y.low[row]! * width, bottom = offset + y.high[row]! * width;
    const topWeight = y.lowWeight[row]!, bottomWeight = y.highWeight[row]!;
    for (let column = 0; column < size; column++, at++) {
      const left = x.low[column]!, right = x.high[column]!;
      const leftWeight = x.lowWeight[column]!, rightWeight = x.highWeight[column]!;
      const above = pixels[top + left]! * leftWeight + pixels[top + right]! * rightWeight;
      const below = pixels[bottom + left]! * leftWeight + pixels[bottom + right]! * rightWeight;
      // OpenCV's order of shifts: it decides the rounding.
      out[at] = (((topWeight * (above >> 4)) >> 16) + ((bottomWeight * (below >> 4)) >> 16) + 2) >>
        2;
    }
  }
}
