/**
 * Gaussian blur on bytes as `cv2.GaussianBlur` does it with σ = 0: for kernels of 3, 5 and 7 OpenCV
 * has fixed binomial-like weights, here as whole numbers, so the sums are exact and rounded once.
 */
import { mirror101 } from "./warp.ts";

/** Weights by kernel side; each row sums to 2 to the power of `bits`. */
const KERNELS: Readonly<Record<number, { readonly weights: readonly number[]; bits: number }>> = {
  3: { weights: [1, 2, 1], bits: 2 },
  5: { weights: [1, 4, 6, 4, 1], bits: 4 },
  7: { weights: [2, 7, 14, 18, 14, 7, 2], bits: 6 },
};

/**
 * Blurs `size × size` bytes in place; borders are mirrored without the edge pixel.
 *
 * @param side of the kernel: 3, 5 or 7
 * @param scratch `[size, size]`, overwritten
 */
export function blurBytes(
  pixels: Uint8Array,
  size: number,
  side: number,
  scratch: Int32Array,
): void {
  const kernel = KERNELS[side];
  if (kernel === undefined) {
    throw new Error(`Cannot blur: the kernel's side must be 3, 5 or 7, but is ${side}`);
  }
  const { weights, bits } = kernel;
  const reach = (side - 1) / 2, last = size - 1;
  scratch.fill(0, 0, size * size);
  for (let tap = 0; tap < side; tap++) {
    const weight = weights[tap]!;
    for (let column = 0; column < size; column++) {
      const from = mirror101(column + tap - reach, last);
      for (let row = 0; row < size * size; row += size) {
        scratch[row + column]! += weight * pixels[row + from]!;
      }
    }
  }
  const half = 1 << (2 * bits - 1);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = half;
      for (let tap = 0; tap < side; tap++) {
        sum += weights[tap]! * scratch[mirror101(row + tap - reach, last) * size + column]!;
      }
      pixels[row * size + column] = sum >> (2 * bits);
    }
  }
}
