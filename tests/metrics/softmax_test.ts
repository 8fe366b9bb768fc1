import assert from "node:assert/strict";
import { softmaxRows } from "../../lib/metrics/softmax.ts";

Deno.test("softmaxRows() gives each row's probabilities, also of large logits", () => {
  const found = softmaxRows(Float32Array.of(0, Math.log(3), 1e4, 1e4), 2);
  assert.deepEqual([...found].map((value) => Math.round(value * 1e6) / 1e6), [
    0.25,
    0.75,
    0.5,
    0.5,
  ]);
});

Deno.test("softmaxRows() divides the logits by the temperature", () => {
  const cool = softmaxRows(Float32Array.of(0, 2 * Math.log(3)), 2, 2);
  assert.deepEqual([...cool].map((value) => Math.round(value * 1e6) / 1e6), [0.25, 0.75]);
});
