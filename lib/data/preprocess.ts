/**
 * The one way from grey pictures to network input: resize, then (value / 255 − mean) / std with the
 * numbers of a `Preprocess` record, which travels inside every checkpoint. Training, evaluation,
 * Grad-CAM, CSV, video and the browser all come through here, so none of them can normalise
 * differently (the report's own demo did). Plain arrays only: this file runs in a browser.
 */
import type { Preprocess } from "../records/run.ts";
import { resizeInto } from "./resize.ts";

/** Grey pictures of one size: `[n, height, width]` bytes, row-major. A `FaceSet` is one. */
export interface GreyPictures {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** `table[v]` is the network's input value for the grey value `v`. */
export function normaliseTable({ mean, std }: Pick<Preprocess, "mean" | "std">): Float32Array {
  if (!(std > 0) || !Number.isFinite(mean)) {
    throw new Error(
      `Cannot normalise: std must be above 0 and mean finite, but they are ${std} and ${mean}`,
    );
  }
  return Float32Array.from({ length: 256 }, (_, value) => (value / 255 - mean) / std);
}

/**
 * Prepares pictures for a network.
 *
 * @param indices which pictures, in which order; all when left out
 * @returns `[n, size, size]`, normalised
 * @throws Error when the pixels are not a whole number of pictures, or an index is outside
 */
export function preprocess(
  pictures: GreyPictures,
  record: Pick<Preprocess, "size" | "mean" | "std">,
  indices?: ArrayLike<number>,
): Float32Array {
  const area = record.size * record.size;
  const out = new Float32Array((indices?.length ?? countPictures(pictures)) * area);
  preprocessInto(out, pictures, record, indices);
  return out;
}

/** As `preprocess`, but writes into `out`, `[n, size, size]`. */
export function preprocessInto(
  out: Float32Array,
  pictures: GreyPictures,
  record: Pick<Preprocess, "size" | "mean" | "std">,
  indices?: ArrayLike<number>,
): void {
  const count = countPictures(pictures);
  const { width, height, pixels } = pictures;
  const table = normaliseTable(record);
  const area = record.size * record.size;
  const n = indices?.length ?? count;
  if (out.length < n * area) {
    throw new Error(`Cannot preprocess: out must hold ${n * area} values, but holds ${out.length}`);
  }
  const resized = new Uint8Array(area);
  for (let i = 0; i < n; i++) {
    const index = indices === undefined ? i : indices[i]!;
    if (!(index >= 0 && index < count)) {
      throw new Error(`Cannot preprocess picture ${index}: there are ${count}, counted from 0`);
    }
    resizeInto(resized, record.size, pixels, index * width * height, width, height);
    for (let p = 0, at = i * area; p < area; p++, at++) out[at] = table[resized[p]!]!;
  }
}

/** What the grey values of a data set measure, on a scale of 0 to 1. */
export interface GreyStatistics {
  /** Mean over all pixels. */
  readonly mean: number;
  /** Standard deviation over all pixels: what normalisation divides by here. */
  readonly std: number;
  /**
   * Mean of the pictures' own standard deviations after resizing: what the report states as σ and
   * divides by. It is smaller, since it leaves the differences between pictures out.
   */
  readonly meanDeviation: number;
}

/** Measures the grey values of a set; `size` is the side for the report's σ. */
export function measure(set: GreyPictures, size = 64): GreyStatistics {
  const n = countPictures(set);
  if (n === 0) {
    throw new Error("Cannot measure grey values: the set must have a picture, but has none");
  }
  const { mean, std } = moments(set.pixels);
  const resized = new Uint8Array(size * size);
  const { width, height, pixels } = set;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    resizeInto(resized, size, pixels, i * width * height, width, height);
    sum += moments(resized).std;
  }
  return { mean: mean / 255, std: std / 255, meanDeviation: sum / n / 255 };
}

/** Mean and standard deviation; the sums stay whole numbers far below 2⁵³. */
function moments(values: Uint8Array): { mean: number; std: number } {
  let sum = 0, squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return { mean, std: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) };
}

function countPictures({ width, height, pixels }: GreyPictures): number {
  const n = pixels.length / (width * height);
  if (!Number.isInteger(n)) {
    throw new Error(
      `Cannot read grey pictures: ${pixels.length} pixels must be a multiple of ${width}×${height}`,
    );
  }
  return n;
}
