import assert from "node:assert/strict";
import { resizeMap } from "../../lib/records/placed_map.ts";

Deno.test("resizeMap() interpolates between pixel centres as OpenCV does", () => {
  const map = { width: 2, height: 1, values: Float32Array.of(0, 1) };
  // cv2.resize(np.float32([[0, 1]]), (4, 2))
  assert.deepEqual([...resizeMap(map, 4, 2)], [0, 0.25, 0.75, 1, 0, 0.25, 0.75, 1]);
  assert.deepEqual(resizeMap(map, 2, 1), map.values);
});

Deno.test("resizeMap() lays each cell where it looks", () => {
  // Cells that look at the first pixel of each tile of two, half a pixel before the tile's middle.
  const map = { width: 2, height: 1, values: [0, 1], shift: 0.5 / 4 };
  assert.deepEqual([...resizeMap(map, 4, 1)], [0, 0.5, 1, 1]);
});

Deno.test("resizeMap() keeps a constant, and refuses a map of another size than it says", () => {
  for (const value of resizeMap({ width: 3, height: 2, values: Array(6).fill(0.4) }, 7, 5)) {
    assert(Math.abs(value - 0.4) < 1e-6);
  }
  assert.throws(
    () => resizeMap({ width: 2, height: 2, values: [1] }, 4, 4),
    /must have 2 × 2 values, but has 1/,
  );
});
