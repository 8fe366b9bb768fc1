/**
 * The committed values of PyTorch, typed, and the one way to compare with them. The files are made
 * by the scripts beside them in `tests/fixtures/`; each says which versions made it.
 */
import assert from "node:assert/strict";

/** All values of an array, and the greatest deviation of PyTorch's own float32 run from them. */
export interface WholeArray {
  readonly values: readonly number[];
  readonly float32: number;
}

/** Euclidean norm and some elements; `float32`: norm of the deviation of PyTorch's float32 run. */
export interface SampledArray {
  readonly norm: number;
  readonly at: readonly number[];
  readonly values: readonly number[];
  readonly float32: number;
}

export type SampledArrays = Readonly<Record<string, SampledArray>>;

/**
 * Some steps of AdamW on one batch, with the masks `hashedMask("mask/<step>/classifier.1", 4 * 512,
 * 0.4)` and `hashedMask("mask/<step>/classifier.4", 4 * 256, 0.3)` at step 0, 1 …
 */
export interface TrainingFixture {
  /** Learning rate of each step. */
  readonly rates: readonly number[];
  readonly weightDecay: number;
  readonly decayAll: boolean;
  readonly clipNorm: number | null;
  /** Loss of each step, before its update. */
  readonly losses: WholeArray;
  /** Norm of the whole gradient at each step, before clipping. */
  readonly gradientNorms: WholeArray;
  /** Weights and running statistics after the last step. */
  readonly weights: SampledArrays;
}

/** `tests/fixtures/torch/network.json`: residual-SE with the weights of `hashedWeights()`. */
export interface NetworkFixture {
  readonly torch: string;
  /** The whole `state_dict`: name to PyTorch shape, in PyTorch's order. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly labels: readonly number[];
  readonly classWeights: readonly number[];
  readonly inputs: SampledArrays;
  /**
   * Logits `[4, 6]` in inference mode by `<pooling>/<size>`, of `hashedPictures("inference/<size>", 4,
   * size)`.
   */
  readonly inference: Readonly<Record<string, WholeArray>>;
  /** Outputs `[4, channels, height, width]` of the stages for `average/64`. */
  readonly stages: SampledArrays;
  /**
   * One training pass over `hashedPictures("training/142", 4, 32)` with the masks of step 0. Rounding
   * turns no ReLU around there, so gradients agree closely.
   */
  readonly step: {
    readonly logits: WholeArray;
    readonly loss: WholeArray;
    readonly gradients: SampledArrays;
    readonly statistics: SampledArrays;
  };
  readonly training: readonly TrainingFixture[];
}

/** Reads `tests/fixtures/torch/<name>.json`. */
export function readTorchFixture<T>(name: string): T {
  const file = new URL(`../fixtures/torch/${name}.json`, import.meta.url);
  return JSON.parse(Deno.readTextFileSync(file));
}

/**
 * Asserts that `values` (flat, in PyTorch's layout) agree with all expected values.
 *
 * @param tolerance greatest absolute difference
 */
export function assertWhole(
  name: string,
  values: ArrayLike<number>,
  expected: WholeArray,
  tolerance: number,
) {
  assert.equal(values.length, expected.values.length, `number of values of ${name}`);
  expected.values.forEach((value, i) => {
    const difference = Math.abs(values[i]! - value);
    assert(difference <= tolerance, `${name}[${i}] is ${values[i]}, PyTorch has ${value}`);
  });
}

/**
 * Asserts that `values` (flat, in PyTorch's layout) agree with the expected norm and elements.
 *
 * @param tolerance greatest difference, relative to the norm for the norm, and to the element plus
 * the array's root mean square for an element, as small elements are sums of larger ones
 */
export function assertSampled(
  name: string,
  values: ArrayLike<number>,
  expected: SampledArray,
  tolerance: number,
) {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i]! ** 2;
  const norm = Math.sqrt(squares);
  assert(
    Math.abs(norm - expected.norm) <= tolerance * expected.norm,
    `the norm of ${name} is ${norm}, PyTorch has ${expected.norm}`,
  );
  const scale = expected.norm / Math.sqrt(values.length);
  expected.at.forEach((at, i) => {
    const value = expected.values[i]!;
    assert(
      Math.abs(values[at]! - value) <= tolerance * (Math.abs(value) + scale),
      `${name}[${at}] is ${values[at]}, PyTorch has ${value}`,
    );
  });
}
