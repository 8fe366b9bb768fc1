/** Augmented pictures to look at: the bytes that a strategy makes of a face before normalisation. */
import type { AugmentationName } from "../records/run.ts";
import { augmentInto } from "./augment.ts";
import type { GreyPictures } from "./preprocess.ts";

export interface AugmentedOptions {
  /** Side of the pictures. */
  readonly size: number;
  /** How often each picture is drawn: as in so many epochs. */
  readonly draws: number;
  readonly seed: number;
}

/**
 * Each picture as it is, then as it is trained on in so many epochs.
 *
 * @param indices pictures of `set`
 * @returns `[indices.length · (1 + draws), size, size]`, 0 to 255
 */
export function augmentedPictures(
  set: GreyPictures,
  indices: readonly number[],
  strategy: AugmentationName,
  { size, draws, seed }: AugmentedOptions,
): GreyPictures {
  const area = size * size;
  const pixels = new Uint8Array(indices.length * (1 + draws) * area);
  const values = new Float32Array(area);
  // Mean 0 and deviation 1 leave the values from 0 to 1.
  const plain = { seed, size, mean: 0, std: 1 };
  let at = 0;
  for (const index of indices) {
    for (let epoch = 0; epoch <= draws; epoch++, at += area) {
      const own = epoch === 0 ? "none" : strategy;
      augmentInto(values, set, [index], { ...plain, strategy: own, epoch: Math.max(1, epoch) });
      values.forEach((value, i) => pixels[at + i] = Math.min(255, Math.max(0, value * 255 + 0.5)));
    }
  }
  return { width: size, height: size, pixels };
}
