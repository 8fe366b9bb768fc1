/**
 * First values of a network's weights: PyTorch's defaults, drawn in TypeScript from a seed, so that
 * every backend starts from the same numbers.
 */
import type { Network } from "./network.ts";

/** Values of each weight by name, in TensorFlow's layout. */
export type WeightValues = Record<string, Float32Array>;

/** Draws the first weights of a network. The same seed gives the same weights everywhere. */
export function initWeights(network: Network, seed: number): WeightValues {
  const random = splitMix32(seed);
  return Object.fromEntries(network.weights.map(({ name, shape, init }) => {
    const values = new Float32Array(shape.reduce((product, side) => product * side, 1));
    if ("constant" in init) values.fill(init.constant);
    else for (let i = 0; i < values.length; i++) values[i] = init.uniform * (2 * random() - 1);
    return [name, values];
  }));
}

/** Steele et al. 2014: a counter through a mixing function; uniform in [0, 1). */
function splitMix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    z ^= z >>> 15;
    return (z >>> 0) / 2 ** 32;
  };
}
