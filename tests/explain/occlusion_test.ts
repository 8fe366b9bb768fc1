import assert from "node:assert/strict";
import { occlusionMap } from "../../lib/explain/occlusion.ts";

const SIZE = 32;

Deno.test("occlusionMap() is hot where covering the picture takes probability away", async () => {
  const picture = new Float32Array(SIZE * SIZE);
  // The class is all about one pixel in the cell (5, 2).
  const pixel = 22 * SIZE + 10;
  picture[pixel] = 1;
  const asked: number[] = [];
  const heat = await occlusionMap(picture, SIZE, 0.9, (variants) => {
    asked.push(variants.length / (SIZE * SIZE));
    const each = Array.from({ length: 64 }, (_, i) => variants[i * SIZE * SIZE + pixel]!);
    return Promise.resolve(each.map((value) => value === 1 ? 0.9 : 0.1));
  });
  assert.deepEqual(asked, [64]);
  assert.deepEqual([heat.width, heat.height, heat.empty], [8, 8, false]);
  const hot = [...heat.values.keys()].filter((i) => heat.values[i]! > 0.5);
  // Squares are two cells wide, so a pixel lies under the squares of four cells.
  assert.deepEqual(hot, [5 * 8 + 2, 5 * 8 + 3, 6 * 8 + 2, 6 * 8 + 3]);
});

Deno.test("occlusionMap() is empty when nothing that is covered matters", async () => {
  const same = (variants: Float32Array) =>
    Promise.resolve(new Array<number>(variants.length / SIZE ** 2).fill(0.5));
  const heat = await occlusionMap(new Float32Array(SIZE * SIZE), SIZE, 0.5, same);
  assert.equal(heat.empty, true);
});
