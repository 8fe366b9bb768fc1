import assert from "node:assert/strict";
import {
  accuracy,
  argMax,
  classScores,
  confusion,
  macroScores,
} from "../../lib/metrics/confusion.ts";

Deno.test("confusion() has the true class in rows and the predicted one in columns", () => {
  assert.deepEqual(confusion([0, 0, 1], [0, 1, 1], 2), [[1, 1], [0, 1]]);
});

Deno.test("confusion() throws when lengths differ or an index is no class", () => {
  assert.throws(() => confusion([0, 1], [0], 2), /must be as many as the 2 labels, but are 1/);
  assert.throws(() => confusion([0, 2], [0, 0], 2), /must be 0 to 1, but picture 1 has label 2/);
  assert.throws(() => confusion([0, 0], [0, 5], 2), /prediction 5/);
});

Deno.test("argMax() takes the first class when two are equal", () => {
  assert.deepEqual([...argMax([0.4, 0.4, 0.2, 0.1, 0.2, 0.7], 3)], [0, 2]);
});

Deno.test("classScores() gives 0, not NaN, when a class has no picture and no prediction", () => {
  const [, absent] = classScores([[3, 0], [0, 0]]);
  assert.deepEqual(absent, { precision: 0, recall: 0, f1: 0, support: 0 });
  assert.equal(macroScores(classScores([[3, 0], [0, 0]])).f1, 0.5);
});

Deno.test("accuracy() is the share on the diagonal, and 0 when there is no picture", () => {
  assert.equal(accuracy([[3, 1], [0, 4]]), 7 / 8);
  assert.equal(accuracy([[0, 0], [0, 0]]), 0);
});
