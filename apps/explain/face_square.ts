/** The part of a picture that a square covers, in colour and as sharp as the picture is. */
import { boxOf, type Square } from "lib/faces/crop.ts";
import { cut, type Picture } from "lib/faces/picture.ts";
import { rescale } from "lib/faces/rescale.ts";

/** Largest side of the result, in pixels. */
const LONGEST = 256;

/** An upright square of the picture; beyond its border the outermost pixels repeat. */
export function faceSquare(picture: Picture, square: Square): Picture {
  const side = Math.max(1, Math.round(square.side));
  const box = boxOf(square);
  const left = Math.round(box.x), top = Math.round(box.y);
  const inside = {
    x: Math.max(0, left),
    y: Math.max(0, top),
    width: Math.min(picture.width, left + side) - Math.max(0, left),
    height: Math.min(picture.height, top + side) - Math.max(0, top),
  };
  const covered = cut(picture, inside);
  const small = Math.min(LONGEST, side);
  // Made small first: what lies beyond the border of a long strip is never as large as its square.
  const scaled = (length: number) => Math.round(length * small / side);
  const sides = [covered.width, covered.height].map((length) => Math.max(1, scaled(length)));
  const part = rescale(covered, sides[0]!, sides[1]!);
  const firstColumn = scaled(covered.x - left), firstRow = scaled(covered.y - top);
  const pixels = new Uint8Array(small * small * 3);
  const clamp = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  for (let row = 0, at = 0; row < small; row++) {
    const y = clamp(row - firstRow, part.height);
    for (let column = 0; column < small; column++, at += 3) {
      const from = 3 * (y * part.width + clamp(column - firstColumn, part.width));
      pixels.set(part.pixels.subarray(from, from + 3), at);
    }
  }
  return { width: small, height: small, pixels };
}
