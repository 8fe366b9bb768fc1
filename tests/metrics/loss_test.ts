import assert from "node:assert/strict";
import { balancedWeights, logLoss, weightedLogLoss } from "../../lib/metrics/loss.ts";

Deno.test("balancedWeights() gives 0 when a class has no label", () => {
  assert.deepEqual(balancedWeights([0, 0, 0, 2], 3), [4 / 9, 0, 4 / 3]);
});

Deno.test("weightedLogLoss() divides by the sum of the weights, as PyTorch does", () => {
  const loss = weightedLogLoss([0.5, 0.5, 0.25, 0.75], [0, 1], [3, 1]);
  assert.equal(loss, -(3 * Math.log(0.5) + Math.log(0.75)) / 4);
});

Deno.test("logLoss() stays finite when the true class has probability 0, and NaN stays NaN", () => {
  assert.equal(logLoss([1, 0], [1], 2), -Math.log(Number.EPSILON));
  assert.ok(Number.isNaN(logLoss([NaN, NaN], [1], 2)));
});
