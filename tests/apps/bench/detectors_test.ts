import assert from "node:assert/strict";
import { score } from "../../../apps/bench/faces/detectors.ts";

const picture = { width: 400, height: 400, pixels: new Uint8Array() };
const hit = (x: number, y: number, side: number) => ({
  x: x - side / 2,
  y: y - side / 2,
  width: side,
  height: side,
  score: 1,
});

Deno.test("score() counts a face once, and hits that are far off, too large or double as wrong", () => {
  const scene = { picture, faces: [[100, 100, 80], [300, 100, 80]] as const };
  const of = (...hits: ReturnType<typeof hit>[]) => {
    const { faces, found, wrong } = score(hits, scene);
    return [faces, found, wrong];
  };
  assert.deepEqual(of(), [2, 0, 0]);
  assert.deepEqual(of(hit(110, 105, 60), hit(300, 90, 120)), [2, 2, 0]);
  assert.deepEqual(of(hit(100, 100, 80), hit(102, 100, 80)), [2, 1, 1]);
  assert.deepEqual(of(hit(130, 100, 80), hit(300, 100, 170)), [2, 0, 2]);
});
