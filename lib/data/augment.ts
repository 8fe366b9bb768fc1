/**
 * Augmentation of training pictures, from the data set's bytes to normalised network input in one
 * call. The report's strategies follow Albumentations' order on bytes: resize, flip, brightness and
 * contrast, shift-scale-rotate, Gaussian blur, coarse dropout, normalise. `batch` is the recipe of
 * the `fast` budget: one warp from the native size to the network's, in floating point.
 *
 * Plain loops over reused buffers: a picture takes about a tenth of a millisecond and allocates
 * nothing, so no worker threads are needed beside training.
 */
import type { AugmentationName } from "../records/run.ts";
import {
  type AugmentParameters,
  drawParameters,
  identityParameters,
} from "./augment_parameters.ts";
import { blurBytes } from "./blur.ts";
import { type GreyPictures, normaliseTable } from "./preprocess.ts";
import { Random } from "./random.ts";
import { resizeInto } from "./resize.ts";
import { warpBytes, warpResample } from "./warp.ts";

export interface AugmentOptions {
  readonly strategy: AugmentationName;
  readonly seed: number;
  /** Counted from 1. */
  readonly epoch: number;
  /** Side of the output in pixels. */
  readonly size: number;
  readonly mean: number;
  readonly std: number;
}

/**
 * Writes augmented pictures as network input. What happens to a picture depends on seed, epoch and
 * its index in `set` alone, not on its place in the batch.
 *
 * @param out `[indices.length, size, size]`
 * @param indices pictures of `set`
 * @throws Error when `out` is too small or an index is outside of the set
 */
export function augmentInto(
  out: Float32Array,
  set: GreyPictures,
  indices: ArrayLike<number>,
  options: AugmentOptions,
): void {
  const { strategy, seed, epoch, size } = options;
  const area = size * size, count = set.pixels.length / (set.width * set.height);
  if (out.length < indices.length * area) {
    throw new Error(
      `Cannot augment: out must hold ${indices.length * area} values, but holds ${out.length}`,
    );
  }
  const table = normaliseTable(options);
  const parameters = identityParameters(), random = new Random();
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (!(index >= 0 && index < count)) {
      throw new Error(`Cannot augment picture ${index}: there are ${count}, counted from 0`);
    }
    drawParameters(parameters, strategy, size, random.at(seed, "augmentation", epoch, index));
    const at = i * area;
    if (strategy === "batch") applyBatch(out, at, set, index, parameters, options);
    else applyAlbumentations(out, at, set, index, parameters, size, table);
  }
}

/** Buffers of the byte pipeline; made anew only when the size changes. */
let buffers = {
  size: 0,
  front: new Uint8Array(0),
  back: new Uint8Array(0),
  sums: new Int32Array(0),
};
const tones = new Uint8Array(256);

function buffersFor(size: number): typeof buffers {
  if (buffers.size !== size) {
    const area = size * size;
    const front = new Uint8Array(area), back = new Uint8Array(area);
    buffers = { size, front, back, sums: new Int32Array(area) };
  }
  return buffers;
}

/**
 * Applies fixed parameters to one picture with the arithmetic of Albumentations and OpenCV on
 * bytes, then normalises.
 *
 * @param out the picture is written from `start` on, `[size, size]`
 * @param table `normaliseTable` of the data set's mean and deviation
 */
export function applyAlbumentations(
  out: Float32Array,
  start: number,
  set: GreyPictures,
  index: number,
  parameters: AugmentParameters,
  size: number,
  table: Float32Array,
): void {
  const { front, back, sums } = buffersFor(size);
  const { width, height } = set;
  resizeInto(front, size, set.pixels, index * width * height, width, height);
  if (parameters.mirror) mirrorRows(front, size);
  if (parameters.upsideDown) {
    front.reverse(); // Turns by 180°; mirrored back, top and bottom have changed places.
    mirrorRows(front, size);
  }
  if (parameters.contrast !== 1 || parameters.brightness !== 0) changeTones(front, parameters);
  let picture = front;
  if (parameters.warp) {
    warpBytes(back, front, size, parameters);
    picture = back;
  }
  if (parameters.blur > 1) blurBytes(picture, size, parameters.blur, sums);
  for (let p = 0, at = start; p < size * size; p++, at++) out[at] = table[picture[p]!]!;
  fillHoles(out, start, size, parameters, table[parameters.fill]!);
}

/** Applies fixed parameters to one picture the `batch` way; `parameters.fill` is normalised. */
export function applyBatch(
  out: Float32Array,
  start: number,
  set: GreyPictures,
  index: number,
  parameters: AugmentParameters,
  { size, mean, std }: Pick<AugmentOptions, "size" | "mean" | "std">,
): void {
  const { width, height, pixels } = set;
  const offset = index * width * height;
  warpResample(out, start, size, pixels, offset, width, height, parameters, parameters.mirror);
  const { contrast, brightness } = parameters;
  const factor = contrast / 255, shift = 0.5 - 0.5 * contrast + brightness;
  for (let at = start; at < start + size * size; at++) {
    const value = out[at]! * factor + shift;
    out[at] = ((value < 0 ? 0 : value > 1 ? 1 : value) - mean) / std;
  }
  fillHoles(out, start, size, parameters, parameters.fill);
}

function mirrorRows(pixels: Uint8Array, size: number): void {
  for (let row = 0; row < size; row++) pixels.subarray(row * size, (row + 1) * size).reverse();
}

/** Albumentations' `RandomBrightnessContrast` on bytes: clipped, then cut to whole numbers. */
function changeTones(pixels: Uint8Array, { contrast, brightness }: AugmentParameters): void {
  for (let value = 0; value < 256; value++) {
    const changed = Math.fround(Math.fround(value * contrast) + Math.fround(brightness * 255));
    tones[value] = Math.min(255, Math.max(0, changed));
  }
  for (let p = 0; p < pixels.length; p++) pixels[p] = tones[pixels[p]!]!;
}

function fillHoles(
  out: Float32Array,
  start: number,
  size: number,
  { holes, boxes }: AugmentParameters,
  value: number,
): void {
  for (let hole = 0; hole < holes; hole++) {
    const left = boxes[hole * 4]!, top = boxes[hole * 4 + 1]!;
    const width = boxes[hole * 4 + 2]!, height = boxes[hole * 4 + 3]!;
    for (let row = top; row < top + height; row++) {
      const from = start + row * size + left;
      out.fill(value, from, from + width);
    }
  }
}
