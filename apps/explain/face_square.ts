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
  const part = cut(picture, inside);
  const pixels = new Uint8Array(side * side * 3);
  const clamp = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  for (let row = 0, at = 0; row < side; row++) {
    const y = clamp(top + row - part.y, part.height);
    for (let column = 0; column < side; column++, at += 3) {
      const from = 3 * (y * part.width + clamp(left + column - part.x, part.width));
      pixels.set(part.pixels.subarray(from, from + 3), at);
    }
  }
  const small = Math.min(LONGEST, side);
  return rescale({ width: side, height: side, pixels }, small, small);
}
