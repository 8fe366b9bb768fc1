import assert from "node:assert/strict";
import { linearScale, logScale, niceDomain, ticks } from "../../lib/figures/axes.ts";

Deno.test("ticks() are round and inside, without errors of the last digit", () => {
  assert.deepEqual(ticks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticks(0.13, 0.47, 4), [0.2, 0.3, 0.4]);
  assert.deepEqual(ticks(5, 5, 4), [5]);
});

Deno.test("niceDomain() is the smallest round one around the values", () => {
  assert.deepEqual(niceDomain([0.72, 0.87]), [0.7, 0.9]);
  assert.deepEqual(niceDomain([0, 2]), [0, 2]);
  const [low, high] = niceDomain([0.5, 0.5]);
  assert.ok(low <= 0.5 && high >= 0.5);
});

Deno.test("linearScale() maps the ends, also of a domain of one value", () => {
  const scale = linearScale([10, 20], [0, 100]);
  assert.deepEqual([scale(10), scale(15), scale(20)], [0, 50, 100]);
  assert.ok(Number.isFinite(linearScale([1, 1], [0, 100])(1)));
});

Deno.test("logScale() has ticks at 1, 2 and 5, or even ones when those are too few", () => {
  assert.deepEqual(logScale([1, 100], [0, 1]).ticks(5), [1, 2, 5, 10, 20, 50, 100]);
  assert.deepEqual(logScale([300, 900], [0, 1]).ticks(5), [400, 600, 800]);
});
