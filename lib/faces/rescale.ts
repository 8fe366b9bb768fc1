/**
 * Colour pictures in other sizes, for detectors. Every source pixel counts when a picture shrinks:
 * a bilinear filter as wide as the shrinking, as Pillow's `BILINEAR`. (The emotion network's input
 * is prepared in `data/preprocess.ts`, and only there.)
 */
import type { Picture } from "./picture.ts";

/** For each target position: the first source position and the weights from there on. */
interface Taps {
  readonly first: Int32Array;
  readonly count: number;
  /** `[target, count]`; each row sums to 1. */
  readonly weights: Float32Array;
}

function taps(source: number, target: number): Taps {
  const scale = source / target;
  const reach = Math.max(1, scale);
  const count = Math.min(source, Math.ceil(2 * reach) + 1);
  const first = new Int32Array(target);
  const weights = new Float32Array(target * count);
  for (let t = 0; t < target; t++) {
    const centre = (t + 0.5) * scale;
    const start = Math.max(0, Math.min(Math.floor(centre - reach), source - count));
    first[t] = start;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const weight = Math.max(0, 1 - Math.abs(start + k + 0.5 - centre) / reach);
      weights[t * count + k] = weight;
      sum += weight;
    }
    for (let k = 0; k < count; k++) weights[t * count + k]! /= sum;
  }
  return { first, count, weights };
}

/** The picture in `width × height` pixels; the picture itself when it has that size. */
export function rescale(picture: Picture, width: number, height: number): Picture {
  if (picture.width === width && picture.height === height) return picture;
  const narrow = rescaleRows(picture, width);
  const y = taps(picture.height, height);
  const pixels = new Uint8Array(width * height * 3);
  const stride = width * 3;
  const sums = new Float32Array(stride);
  for (let row = 0; row < height; row++) {
    sums.fill(0.5); // Truncation below then rounds.
    for (let k = 0; k < y.count; k++) {
      const weight = y.weights[row * y.count + k]!;
      if (weight === 0) continue;
      const start = (y.first[row]! + k) * stride;
      for (let i = 0; i < stride; i++) sums[i]! += weight * narrow[start + i]!;
    }
    pixels.set(sums, row * stride);
  }
  return { width, height, pixels };
}

/** `[height, width, 3]` of the picture with its rows brought to `width`. */
function rescaleRows(picture: Picture, width: number): Float32Array {
  const x = taps(picture.width, width);
  const out = new Float32Array(picture.height * width * 3);
  const { pixels } = picture;
  for (let row = 0, at = 0; row < picture.height; row++) {
    for (let column = 0; column < width; column++, at += 3) {
      let i = (row * picture.width + x.first[column]!) * 3;
      let red = 0, green = 0, blue = 0;
      for (let k = 0, w = column * x.count; k < x.count; k++, w++, i += 3) {
        const weight = x.weights[w]!;
        red += weight * pixels[i]!;
        green += weight * pixels[i + 1]!;
        blue += weight * pixels[i + 2]!;
      }
      out[at] = red;
      out[at + 1] = green;
      out[at + 2] = blue;
    }
  }
  return out;
}

/** Width and height that bring the longer side to `longest`, neither under 1. */
export function fitted(
  { width, height }: { readonly width: number; readonly height: number },
  longest: number,
): [number, number] {
  const scale = longest / Math.max(width, height);
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}
