import assert from "node:assert/strict";
import { selectiveRule } from "../../lib/metrics/selective.ts";

/** Two classes; the first is always predicted, with these confidences. */
const rows = (confidences: readonly number[]) => confidences.flatMap((p) => [p, 1 - p]);

Deno.test("selectiveRule() takes the lowest threshold that reaches the precision", () => {
  const probabilities = rows([0.95, 0.9, 0.8, 0.7, 0.6]);
  const labels = [0, 0, 1, 0, 1];
  // Right shares from the surest on: 1, 1, 2/3, 3/4, 3/5.
  assert.deepEqual(selectiveRule(probabilities, labels, 2, 0.75), {
    threshold: 0.7,
    precision: 0.75,
    coverage: 0.8,
  });
  assert.deepEqual(selectiveRule(probabilities, labels, 2, 1), {
    threshold: 0.9,
    precision: 1,
    coverage: 0.4,
  });
  assert.equal(selectiveRule(probabilities, labels, 2, 0.5)!.coverage, 1);
});

Deno.test("selectiveRule() answers pictures of one confidence together or not at all", () => {
  const probabilities = rows([0.9, 0.8, 0.8]);
  assert.equal(selectiveRule(probabilities, [0, 0, 1], 2, 0.9)!.threshold, 0.9);
  assert.equal(selectiveRule(probabilities, [0, 1, 0], 2, 0.9)!.threshold, 0.9);
});

Deno.test("selectiveRule() is null where no threshold reaches the precision", () => {
  assert.equal(selectiveRule(rows([0.9, 0.8]), [1, 0], 2, 0.9), null);
  assert.equal(selectiveRule([], [], 2, 0.9), null);
});
