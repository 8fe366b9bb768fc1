import assert from "node:assert/strict";
import { overlap, suppressOverlaps } from "../../lib/faces/face.ts";

const box = (x: number, y: number, side: number) => ({ x, y, width: side, height: side });

Deno.test("overlap() is intersection over union", () => {
  assert.equal(overlap(box(0, 0, 10), box(0, 0, 10)), 1);
  assert.equal(overlap(box(0, 0, 10), box(10, 0, 10)), 0);
  assert.equal(overlap(box(0, 0, 10), box(5, 0, 10)), 50 / 150);
  assert.equal(overlap(box(0, 0, 10), box(2, 2, 5)), 25 / 100);
});

Deno.test("suppressOverlaps() keeps the surest of overlapping faces and all others", () => {
  const weak = { ...box(1, 0, 10), score: 0.5 };
  const strong = { ...box(0, 0, 10), score: 0.9 };
  const apart = { ...box(50, 0, 10), score: 0.4 };
  assert.deepEqual(suppressOverlaps([weak, apart, strong], 0.5), [strong, apart]);
  assert.deepEqual(suppressOverlaps([weak, strong], 0.9), [strong, weak]);
});
