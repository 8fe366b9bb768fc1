/** Scores a network on fewer classes than it knows. */

/**
 * Probabilities of some of a network's classes, scaled to sum to 1.
 *
 * @param probabilities `[n, from]`, row-major
 * @param from the network's classes
 * @param to the scored ones
 * @returns `[n, to]`
 */
export function selectProbabilities(
  probabilities: Float32Array,
  from: readonly string[],
  to: readonly string[],
): Float32Array {
  if (from.length === to.length) return probabilities;
  const columns = to.map((name) => from.indexOf(name));
  const n = probabilities.length / from.length;
  const out = new Float32Array(n * to.length);
  for (let i = 0; i < n; i++) {
    const kept = columns.map((column) => probabilities[i * from.length + column]!);
    const sum = kept.reduce((total, value) => total + value, 0);
    out.set(kept.map((value) => value / sum), i * to.length);
  }
  return out;
}
