/**
 * A decoded picture as plain bytes, and its grey version. Everything here runs in the browser too:
 * reading files is in `decode.ts`.
 */
import { toGrey as greyOf } from "../data/grey.ts";
import type { Box } from "./face.ts";

/** A colour picture, eight bits a channel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 3]`, row-major, red, green, blue, 0 to 255. */
  readonly pixels: Uint8Array;
}

/** A grey picture: what the emotion network and the Haar cascade see. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, row-major, 0 to 255. */
  readonly pixels: Uint8Array;
}

/** The picture in grey, as a data set's files are; one that is grey already keeps its values. */
export function toGrey({ width, height, pixels }: Picture): GreyPicture {
  return { width, height, pixels: greyOf(pixels, 3) };
}

/** Drops the alpha of a canvas's `ImageData`, whose pixels are `[height, width, 4]`. */
export function fromRgba(
  width: number,
  height: number,
  rgba: Uint8Array | Uint8ClampedArray,
): Picture {
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0, j = 0; i < pixels.length; i += 3, j += 4) {
    pixels[i] = rgba[j]!;
    pixels[i + 1] = rgba[j + 1]!;
    pixels[i + 2] = rgba[j + 2]!;
  }
  return { width, height, pixels };
}

/** The part of the picture that the box covers, in whole pixels and at least one of them. */
export function cut(
  picture: Picture,
  box: Box,
): Picture & { readonly x: number; readonly y: number } {
  const left = Math.floor(box.x), top = Math.floor(box.y);
  const x = Math.min(Math.max(0, left), picture.width - 1);
  const y = Math.min(Math.max(0, top), picture.height - 1);
  const width = Math.max(1, Math.min(left + Math.floor(box.width), picture.width) - x);
  const height = Math.max(1, Math.min(top + Math.floor(box.height), picture.height) - y);
  const pixels = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const start = ((y + row) * picture.width + x) * 3;
    pixels.set(picture.pixels.subarray(start, start + width * 3), row * width * 3);
  }
  return { x, y, width, height, pixels };
}
