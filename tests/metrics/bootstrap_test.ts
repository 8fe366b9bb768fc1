import assert from "node:assert/strict";
import { bootstrap, scoreIntervals } from "../../lib/metrics/bootstrap.ts";

// 400 pictures of two classes, 90 % right.
const labels = Array.from({ length: 400 }, (_, i) => i % 2);
const predicted = labels.map((label, i) => i % 10 === 0 ? 1 - label : label);

Deno.test("scoreIntervals() agrees with the normal approximation of a share", () => {
  const { accuracy } = scoreIntervals(labels, predicted, 2);
  const half = 1.96 * Math.sqrt(0.9 * 0.1 / 400);
  assert.equal(accuracy.estimate, 0.9);
  assert.equal(accuracy.level, 0.95);
  assert.ok(Math.abs(accuracy.low - (0.9 - half)) < 0.006, `${accuracy.low}`);
  assert.ok(Math.abs(accuracy.high - (0.9 + half)) < 0.006, `${accuracy.high}`);
});

Deno.test("scoreIntervals() is the same for the same seed and another for another", () => {
  const first = scoreIntervals(labels, predicted, 2, { seed: 4 });
  assert.deepEqual(scoreIntervals(labels, predicted, 2, { seed: 4 }), first);
  assert.notDeepEqual(scoreIntervals(labels, predicted, 2, { seed: 5 }), first);
});

Deno.test("scoreIntervals() stays quick at the validation set's size", () => {
  const many = Array.from({ length: 4451 }, (_, i) => i % 6);
  const start = performance.now();
  const { f1 } = scoreIntervals(many, many, 6);
  assert.equal(f1.length, 6);
  assert.ok(performance.now() - start < 3000, "2,000 resamples of 4,451 pictures took over 3 s");
});

Deno.test("bootstrap() widens with the level and throws when there is no picture", () => {
  const share = (counts: Float64Array) => [counts[1]! / (counts[0]! + counts[1]!)];
  const [narrow] = bootstrap(labels, 2, share, { level: 0.5 });
  const [wide] = bootstrap(labels, 2, share, { level: 0.99 });
  assert.ok(wide!.high - wide!.low > 2 * (narrow!.high - narrow!.low));
  assert.throws(() => bootstrap([], 2, share), /there must be at least one picture/);
});
