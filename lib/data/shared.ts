/** Pictures that two sets have in common, pixel for pixel, e.g. training and validation. */
import { firstOccurrences } from "./duplicates.ts";
import type { GreyPictures } from "./preprocess.ts";

/**
 * For every picture of `a` that is also in `b`, its index and that of the first such picture of `b`.
 *
 * @throws Error when the pictures differ in size
 */
export function sharedPictures(a: GreyPictures, b: GreyPictures): [a: number, b: number][] {
  if (a.width !== b.width || a.height !== b.height) {
    throw new Error(
      `Cannot compare pictures: both sets must have one size, but they are ${a.width}×${a.height} ` +
        `and ${b.width}×${b.height}`,
    );
  }
  // `b` first, so that a picture of `a` finds its first occurrence there.
  const pixels = new Uint8Array(a.pixels.length + b.pixels.length);
  pixels.set(b.pixels);
  pixels.set(a.pixels, b.pixels.length);
  const offset = b.pixels.length / (b.width * b.height);
  const first = firstOccurrences({ ...a, pixels });
  return Array.from(first.subarray(offset), (found, i): [number, number] => [i, found])
    .filter(([, found]) => found < offset);
}
