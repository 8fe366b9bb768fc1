/**
 * Rotation, scale and shift of a grey picture in one bilinear resampling: once with OpenCV's
 * fixed-point arithmetic on bytes (Albumentations' `ShiftScaleRotate`), once in floating point
 * straight from the native size to the network's, as PyTorch's `grid_sample` does it.
 */

/** Rotation in degrees anti-clockwise, scale, and shift in shares of the side. */
export interface Warp {
  readonly angle: number;
  readonly scale: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

const FRACTION_BITS = 5;
const FRACTIONS = 1 << FRACTION_BITS;
const COORDINATE_ONE = 1024;

/**
 * Warps `size × size` bytes around the centre like `cv2.warpAffine` with `INTER_LINEAR` and
 * `BORDER_REFLECT_101`: source positions to 1/32 pixel, a border mirrored without its edge pixel.
 */
export function warpBytes(out: Uint8Array, pixels: Uint8Array, size: number, warp: Warp): void {
  const radians = (warp.angle * Math.PI) / 180, centre = size / 2 - 0.5;
  // OpenCV's getRotationMatrix2D, inverted: output position to source position.
  const cosine = Math.cos(radians) / warp.scale, sine = Math.sin(radians) / warp.scale;
  const moveX = centre + warp.shiftX * size, moveY = centre + warp.shiftY * size;
  const startX = centre - cosine * moveX + sine * moveY;
  const startY = centre - sine * moveX - cosine * moveY;
  const half = COORDINATE_ONE / FRACTIONS / 2, shift = 10 - FRACTION_BITS, last = size - 1;
  for (let row = 0, at = 0; row < size; row++) {
    const rowX = Math.round((startX - sine * row) * COORDINATE_ONE) + half;
    const rowY = Math.round((startY + cosine * row) * COORDINATE_ONE) + half;
    for (let column = 0; column < size; column++, at++) {
      const x = (rowX + Math.round(cosine * column * COORDINATE_ONE)) >> shift;
      const y = (rowY + Math.round(sine * column * COORDINATE_ONE)) >> shift;
      const fx = x & (FRACTIONS - 1), fy = y & (FRACTIONS - 1);
      let x0 = x >> FRACTION_BITS, y0 = y >> FRACTION_BITS, x1 = x0 + 1, y1 = y0 + 1;
      if (x0 < 0 || x1 > last) {
        x0 = mirror101(x0, last);
        x1 = mirror101(x1, last);
      }
      if (y0 < 0 || y1 > last) {
        y0 = mirror101(y0, last);
        y1 = mirror101(y1, last);
      }
      const top = y0 * size, bottom = y1 * size;
      const above = pixels[top + x0]! * (FRACTIONS - fx) + pixels[top + x1]! * fx;
      const below = pixels[bottom + x0]! * (FRACTIONS - fx) + pixels[bottom + x1]! * fx;
      out[at] = (above * (FRACTIONS - fy) + below * fy + 512) >> (2 * FRACTION_BITS);
    }
  }
}

/**
 * Warps a `width × height` picture to `size × size` values from 0 to 255, as `affine_grid` and
 * `grid_sample(padding_mode="reflection", align_corners=False)` do: a border mirrored with its edge
 * pixel. `mirrored` changes left and right as well.
 *
 * @param pixels the picture starts at `offset`
 * @param out `[size, size]`, from `start`
 */
export function warpResample(
  out: Float32Array,
  start: number,
  size: number,
  pixels: Uint8Array,
  offset: number,
  width: number,
  height: number,
  warp: Warp,
  mirrored: boolean,
): void {
  const radians = (warp.angle * Math.PI) / 180;
  const cosine = Math.cos(radians) / warp.scale, sine = Math.sin(radians) / warp.scale;
  const sign = mirrored ? -1 : 1;
  // Positions in shares of the side from −1 to 1, then in source pixels.
  const halfX = width / 2, halfY = height / 2;
  const stepX = ((2 / size) * cosine * sign) * halfX, stepY = ((2 / size) * sine * sign) * halfY;
  const left = (1 / size - 1) * sign;
  for (let row = 0, at = start; row < size; row++) {
    const v = (2 * row + 1) / size - 1;
    let x = (cosine * left - sine * v - 2 * warp.shiftX + 1) * halfX - 0.5;
    let y = (sine * left + cosine * v - 2 * warp.shiftY + 1) * halfY - 0.5;
    for (let column = 0; column < size; column++, at++, x += stepX, y += stepY) {
      let x0 = Math.floor(x), y0 = Math.floor(y), x1 = x0 + 1, y1 = y0 + 1;
      const fx = x - x0, fy = y - y0;
      if (x0 < 0 || x1 >= width) {
        x0 = mirrorEdge(x0, width);
        x1 = mirrorEdge(x1, width);
      }
      if (y0 < 0 || y1 >= height) {
        y0 = mirrorEdge(y0, height);
        y1 = mirrorEdge(y1, height);
      }
      const top = offset + y0 * width, bottom = offset + y1 * width;
      const a = pixels[top + x0]!, b = pixels[top + x1]!;
      const c = pixels[bottom + x0]!, d = pixels[bottom + x1]!;
      const above = a + (b - a) * fx, below = c + (d - c) * fx;
      out[at] = above + (below - above) * fy;
    }
  }
}

/** Index mirrored into 0 … last without repeating the edge: −1 is 1. */
export function mirror101(index: number, last: number): number {
  if (last === 0) return 0;
  while (index < 0 || index > last) index = index < 0 ? -index : 2 * last - index;
  return index;
}

/** Index mirrored into 0 … n − 1 with the edge repeated: −1 is 0. */
function mirrorEdge(index: number, n: number): number {
  while (index < 0 || index >= n) index = index < 0 ? -1 - index : 2 * n - 1 - index;
  return index;
}
