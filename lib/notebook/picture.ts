/** Pictures below a cell, as PNG: one, or many of equal size on a sheet. */
import sharp from "sharp";
import { display } from "./output.ts";

/** Pixels row by row, 1 (grey), 3 (RGB) or 4 (RGBA) bytes each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

export interface PictureOptions {
  /** Whole factor by which each pixel is enlarged; default 1. */
  readonly scale?: number;
  /** The text shown where pictures cannot be. */
  readonly text?: string;
}

/** Shows a picture. */
export async function picture(image: Pixels, options: PictureOptions = {}): Promise<void> {
  const png = await pngBytes(image, options.scale ?? 1);
  await display({
    "text/plain": options.text ?? `picture, ${image.width}×${image.height}`,
    "image/png": png.toBase64(),
  });
}

/** The picture as a PNG file. */
export async function pngBytes(image: Pixels, scale = 1): Promise<Uint8Array> {
  const { width, height, pixels } = image;
  const channels = pixels.length / (width * height);
  if (channels !== 1 && channels !== 3 && channels !== 4) {
    throw new Error(
      `Cannot show a picture: it must have 1, 3 or 4 bytes a pixel, but has ${channels}.`,
    );
  }
  if (!Number.isInteger(scale) || scale < 1) {
    throw new Error(`Cannot show a picture: scale must be a whole number from 1, but is ${scale}.`);
  }
  const image_ = sharp(pixels, { raw: { width, height, channels } });
  if (scale > 1) image_.resize(width * scale, height * scale, { kernel: "nearest" });
  if (channels === 1) image_.toColourspace("b-w");
  return new Uint8Array(await image_.png().toBuffer());
}

/**
 * Grey pictures of equal size side by side, `columns` in a row, with a white gap between them.
 *
 * `pixels` is `[n, height, width]`; `indices` tells which pictures, in which order.
 */
export function sheet(
  faces: { readonly width: number; readonly height: number; readonly pixels: Uint8Array },
  indices: readonly number[],
  columns: number,
  gap = 2,
): Pixels {
  const { width, height } = faces;
  const rows = Math.ceil(indices.length / columns);
  const sheetWidth = columns * (width + gap) - gap;
  const sheetHeight = rows * (height + gap) - gap;
  const pixels = new Uint8Array(sheetWidth * sheetHeight).fill(255);
  for (const [place, index] of indices.entries()) {
    const left = (place % columns) * (width + gap);
    const top = Math.floor(place / columns) * (height + gap);
    for (let y = 0; y < height; y++) {
      const from = (index * height + y) * width;
      pixels.set(faces.pixels.subarray(from, from + width), (top + y) * sheetWidth + left);
    }
  }
  return { width: sheetWidth, height: sheetHeight, pixels };
}
