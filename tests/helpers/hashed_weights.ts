/**
 * Numbers that Python and TypeScript make alike, so that no weights need to be committed: the
 * TypeScript side of `tests/fixtures/hashed.py`, which says the formula and the ranges. Everything
 * is in PyTorch's layout and names; arrays are flat and row-major.
 */

/** `count` numbers in [0, 1) of the stream `name`; float32 holds each exactly. */
export function hashedFractions(name: string, count: number): Float64Array {
  let seed = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) seed = Math.imul(seed ^ byte, 0x01000193);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let h = (Math.imul(i, 0x9e3779b9) + seed) | 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
    values[i] = (h >>> 8) / 2 ** 24;
  }
  return values;
}

/** `count` float32 numbers, uniform in [low, high). */
export function hashedUniform(name: string, count: number, low: number, high: number) {
  return Float32Array.from(hashedFractions(name, count), (f) => low + (high - low) * f);
}

const BATCH_NORM: Readonly<Record<string, readonly [number, number]>> = {
  weight: [0.8, 1.2],
  bias: [-0.1, 0.1],
  running_mean: [-0.1, 0.1],
  running_var: [0.1, 0.3],
};

const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/**
 * Weights of a whole network.
 *
 * @param shapes name in the `state_dict` to PyTorch shape, as in `tests/fixtures/torch/network.json`
 * @returns float32 values by name, in PyTorch's layout; without the `num_batches_tracked` counters
 */
export function hashedWeights(
  shapes: Readonly<Record<string, readonly number[]>>,
): Record<string, Float32Array> {
  const result: Record<string, Float32Array> = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const dot = name.lastIndexOf(".");
    const parent = name.slice(0, dot), kind = name.slice(dot + 1);
    if (kind === "num_batches_tracked") continue;
    let range = BATCH_NORM[kind];
    if (!(`${parent}.running_var` in shapes)) {
      const weight = shapes[`${parent}.weight`];
      if (weight === undefined) {
        throw new Error(
          `Cannot make ${name}: ${parent}.weight must be among the shapes, but is not`,
        );
      }
      const bound = 1 / Math.sqrt(product(weight.slice(1)));
      range = [-bound, bound];
    }
    if (range === undefined) {
      throw new Error(
        `Cannot make ${name}: its kind must be one of ${Object.keys(BATCH_NORM)}, but is ${kind}`,
      );
    }
    result[name] = hashedUniform(name, product(shape), ...range);
  }
  return result;
}

/** `[count, size, size]` normalised grey pictures: 8×8 patches of even grey under noise. */
export function hashedPictures(name: string, count: number, size: number): Float32Array {
  const patches = hashedFractions(`${name}/patches`, count * 64);
  const noise = hashedFractions(`${name}/noise`, count * size * size);
  return Float32Array.from(noise, (f, i) => {
    const picture = Math.floor(i / (size * size));
    const row = Math.floor((Math.floor(i / size) % size) * 8 / size);
    const column = Math.floor((i % size) * 8 / size);
    return 1.5 * (2 * patches[picture * 64 + row * 8 + column]! - 1) + 0.5 * (2 * f - 1);
  });
}

/** Dropout mask of `count` values: 0 where the fraction is below `rate`, else 1 / (1 − rate). */
export function hashedMask(name: string, count: number, rate: number): Float32Array {
  return Float32Array.from(hashedFractions(name, count), (f) => f >= rate ? 1 / (1 - rate) : 0);
}
