import assert from "node:assert/strict";
import { evaluatePredictions } from "../../lib/metrics/evaluation.ts";

const CLASSES = ["angry", "happy", "sad"];

Deno.test("evaluatePredictions() gives the scores that can be counted by hand", () => {
  // angry → angry, angry → happy, happy → happy, happy → happy.
  const probabilities = [
    ...[0.8, 0.1, 0.1],
    ...[0.2, 0.7, 0.1],
    ...[0.1, 0.6, 0.3],
    ...[0.1, 0.9, 0],
  ];
  const result = evaluatePredictions(probabilities, [0, 0, 1, 1], CLASSES);
  assert.equal(result.n, 4);
  assert.equal(result.accuracy, 0.75);
  assert.deepEqual(result.confusion, [[1, 1, 0], [0, 2, 0], [0, 0, 0]]);
  const [angry, happy, sad] = result.classes;
  assert.deepEqual([angry!.precision, angry!.recall, angry!.support], [1, 0.5, 2]);
  assert.deepEqual([happy!.precision, happy!.recall, happy!.support], [2 / 3, 1, 2]);
  assert.deepEqual([sad!.precision, sad!.recall, sad!.f1, sad!.support], [0, 0, 0, 0]);
  assert.ok(Math.abs(result.macroF1 - (2 / 3 + 0.8) / 3) < 1e-12);
  const expected = -(Math.log(0.8) + Math.log(0.2) + Math.log(0.6) + Math.log(0.9)) / 4;
  assert.ok(Math.abs(result.logLoss - expected) < 1e-12);
  assert.ok(result.accuracyInterval.low <= 0.75 && result.accuracyInterval.high >= 0.75);
});

Deno.test("evaluatePredictions() says which quotients had no denominator", () => {
  const result = evaluatePredictions([0.6, 0.3, 0.1, 0.5, 0.4, 0.1], [0, 1], CLASSES);
  assert.deepEqual(result.zeroDivisions, [
    "happy was never predicted: precision 0",
    "sad was never predicted: precision 0",
    "there is no picture of sad: recall 0",
  ]);
  const complete = evaluatePredictions([0.9, 0.1, 0.2, 0.8], [0, 1], ["angry", "happy"]);
  assert.deepEqual(complete.zeroDivisions, []);
});

Deno.test("evaluatePredictions() refuses no pictures and probabilities that are not finite", () => {
  assert.throws(() => evaluatePredictions([], [], CLASSES), /there must be pictures, but are none/);
  assert.throws(() => evaluatePredictions([NaN, 0, 0], [0], CLASSES), /must be finite, but pictur/);
});
