import assert from "node:assert/strict";
import { enlarge, heatMap } from "../../lib/explain/heat_map.ts";

Deno.test("heatMap() cuts negative values off and scales the rest to 0…1", () => {
  const heat = heatMap([-5, 0, 1, 4], 2, 2);
  assert.deepEqual([...heat.values].map((value) => Math.round(value * 1e6) / 1e6), [0, 0, 0.25, 1]);
  assert.equal(heat.empty, false);
});

Deno.test("heatMap() of nothing but negative values or zeros is empty, and never NaN", () => {
  for (const values of [[0, 0, 0, 0], [-1, -2, -3, -4], [7, 7, 7, 7]]) {
    assert.deepEqual(heatMap(values, 2, 2), {
      width: 2,
      height: 2,
      values: new Float32Array(4),
      empty: true,
      shift: 0,
    });
  }
});

Deno.test("heatMap() refuses a value that is not finite", () => {
  for (const value of [NaN, Infinity]) {
    assert.throws(() => heatMap([0, value], 2, 1), /map must be finite, but holds/);
  }
});

Deno.test("enlarge() interpolates between pixel centres as OpenCV does", () => {
  const map = { width: 2, height: 1, values: Float32Array.of(0, 1) };
  // cv2.resize(np.float32([[0, 1]]), (4, 2))
  assert.deepEqual([...enlarge(map, 4, 2)], [0, 0.25, 0.75, 1, 0, 0.25, 0.75, 1]);
  assert.deepEqual(enlarge(map, 2, 1), map.values);
});

Deno.test("enlarge() lays each cell where it looks", () => {
  // Cells that look at the first pixel of each tile of two, half a pixel before the tile's middle.
  const map = { width: 2, height: 1, values: Float32Array.of(0, 1), shift: 0.5 / 4 };
  assert.deepEqual([...enlarge(map, 4, 1)], [0, 0.5, 1, 1]);
});
