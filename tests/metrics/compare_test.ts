import assert from "node:assert/strict";
import { compareRuns, mcNemar } from "../../lib/metrics/compare.ts";
import type { Prediction } from "../../lib/records/run.ts";

const CLASSES = ["happy", "sad"];

/** 100 pictures, of which the first `wrong` are predicted wrongly. */
function predictions(wrong: (index: number) => boolean): Prediction[] {
  return Array.from({ length: 100 }, (_, i) => {
    const happy = i % 2 === 0;
    const right = happy ? [0.9, 0.1] : [0.1, 0.9];
    return {
      row: String(i),
      usage: "public" as const,
      label: happy ? "happy" : "sad",
      probabilities: wrong(i) ? right.toReversed() : right,
    };
  });
}

Deno.test("mcNemar() equals the exact binomial test", () => {
  assert.equal(mcNemar(0, 0), 1);
  assert.equal(mcNemar(3, 3), 1);
  // Two-sided binomial: 2 · (C(10,0) + C(10,1)) / 2^10.
  assert.ok(Math.abs(mcNemar(1, 9) - 22 / 1024) < 1e-12);
  assert.ok(Math.abs(mcNemar(9, 1) - 22 / 1024) < 1e-12);
  assert.ok(mcNemar(400, 500) > 0 && mcNemar(400, 500) < 0.001);
});

Deno.test("compareRuns() counts what only one run gets right, in any order of the lines", () => {
  const first = predictions((i) => i < 20);
  const second = predictions((i) => i < 12 || i === 50).toReversed();
  const result = compareRuns(first, second, CLASSES);
  assert.equal(result.n, 100);
  assert.equal(result.onlySecond, 8);
  assert.equal(result.onlyFirst, 1);
  assert.ok(Math.abs(result.accuracy.estimate - 0.07) < 1e-12);
  assert.ok(result.accuracy.low > 0 && result.accuracy.high < 0.15);
  assert.equal(result.p, mcNemar(1, 8));
});

Deno.test("compareRuns() finds no difference between a run and itself", () => {
  const run = predictions((i) => i % 7 === 0);
  const result = compareRuns(run, run, CLASSES);
  assert.deepEqual([result.accuracy.low, result.accuracy.high, result.p], [0, 0, 1]);
});

Deno.test("compareRuns() throws when the pictures or labels differ", () => {
  const run = predictions(() => false);
  assert.throws(() => compareRuns(run, run.slice(1), CLASSES), /one holds 100 and the other 99/);
  const other = run.map((p, i): Prediction => i === 3 ? { ...p, label: "happy" } : p);
  assert.throws(() => compareRuns(run, other, CLASSES), /picture 3 .* is sad in one and happy/);
});
