import assert from "node:assert/strict";
import { heatMap } from "../../lib/explain/heat_map.ts";

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
