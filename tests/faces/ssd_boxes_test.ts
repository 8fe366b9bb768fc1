import assert from "node:assert/strict";
import { boxesWithin, decodeBoxes, priorBoxes } from "../../lib/faces/ssd_boxes.ts";

const box = (priors: Float32Array, i: number) => [...priors.subarray(4 * i, 4 * i + 4)];

Deno.test("priorBoxes() are those stored in face-api's model at its size of 512", () => {
  const priors = priorBoxes(512, 512);
  assert.equal(priors.length / 4, 5118);
  // From Output/extra_dim, in pixels: first of the first map, last of the first map, of the last.
  const expected: [number, number[]][] = [
    [0, [8, 8, 51.2, 51.2]],
    [1, [8, 8, 144.8, 72.4]],
    [3071, [504, 504, 72.4, 144.8]],
    [3073, [16, 16, 214.2, 214.2]],
    [5117, [256, 256, 280.8, 842.5]],
  ];
  for (const [i, values] of expected) {
    box(priors, i).forEach((value, k) =>
      assert.ok(Math.abs(value - values[k]!) < 0.1, `${i}: ${box(priors, i)}`)
    );
  }
});

Deno.test("priorBoxes() cover an input that is not square", () => {
  // 20×15, 10×8, 5×4, 3×2, 2×1 and 1×1 cells.
  assert.equal(priorBoxes(320, 240).length / 4, 3 * 300 + 6 * (80 + 20 + 6 + 2 + 1));
});

Deno.test("decodeBoxes() moves and stretches priors, and leaves the unsure out", () => {
  const priors = Float32Array.of(100, 50, 40, 20, 10, 10, 5, 5);
  const encoded = Float32Array.of(5, -2.5, 5 * Math.log(2), 0, 0, 0, 0, 0);
  const faces = decodeBoxes(encoded, Float32Array.of(0.7, 0.2), priors, 0.5);
  assert.equal(faces.length, 1);
  const { x, y, width, height, score } = faces[0]!;
  // Centre (90, 60), 40×40.
  [x - 70, y - 40, width - 40, height - 40, score - 0.7].forEach((difference) =>
    assert.ok(Math.abs(difference) < 1e-5)
  );
});

Deno.test("boxesWithin() scales to the picture and cuts what lies outside", () => {
  const face = (x: number) => ({ x, y: -5, width: 20, height: 20, score: 1 });
  const faces = boxesWithin([face(45), face(80)], { width: 100, height: 100 }, 2);
  assert.deepEqual(faces, [{ x: 90, y: 0, width: 10, height: 30, score: 1 }]);
});
