/** Scores a network on fewer classes than it knows. */

/**
 * Probabilities of some of a network's classes, scaled to sum to 1.
 *
 * @param probabilities `[n, from]`, row-major
 * @param from the network's classes
 * @param to the scored ones, in their order
 * @returns `[n, to]`
 * @throws Error when the network lacks one of them
 */
export function selectProbabilities(
  probabilities: Float32Array,
  from: readonly string[],
  to: readonly string[],
): Float32Array {
  if (from.join() === to.join()) return probabilities;
  const columns = to.map((name) => from.indexOf(name));
  const missing = to.find((_, i) => columns[i]! < 0);
  if (missing !== undefined) {
    throw new Error(
      `Cannot score ${missing}: the network must know it, but knows ${from.join(", ")}`,
    );
  }
  const n = probabilities.length / from.length;
  const out = new Float32Array(n * to.length);
  for (let i = 0; i < n; i++) {
    const kept = columns.map((column) => probabilities[i * from.length + column]!);
    const sum = kept.reduce((total, value) => total + value, 0);
    out.set(kept.map((value) => value / sum), i * to.length);
  }
  return out;
}
