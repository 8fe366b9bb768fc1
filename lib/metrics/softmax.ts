/** From logits to probabilities. */

/** Softmax of each row of `[n, classes]` logits, divided by a temperature first. */
export function softmaxRows(
  logits: Float32Array,
  classes: number,
  temperature = 1,
): Float32Array {
  const result = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes);
    const largest = Math.max(...row);
    const terms = Array.from(row, (logit) => Math.exp((logit - largest) / temperature));
    const sum = terms.reduce((total, term) => total + term, 0);
    terms.forEach((term, i) => result[start + i] = term / sum);
  }
  return result;
}
