import assert from "node:assert/strict";
import { faithfulness, hottestFirst, scatter, STEPS } from "../../lib/explain/faithfulness.ts";

const SIZE = 16;
const picture = new Float32Array(SIZE * SIZE).fill(1);
/** The class is the share of the picture's upper left quarter that is there. */
const quarter = (variants: Float32Array) => {
  const n = variants.length / picture.length;
  return Promise.resolve(Float32Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let y = 0; y < SIZE / 2; y++) {
      for (let x = 0; x < SIZE / 2; x++) sum += variants[i * picture.length + y * SIZE + x]!;
    }
    return sum / (SIZE / 2) ** 2;
  }));
};
const map = (...values: number[]) => ({ width: 2, height: 2, values: Float32Array.from(values) });

Deno.test("faithfulness() of a map that points at the right quarter is the best there is", async () => {
  const { deletion, insertion } = await faithfulness(picture, SIZE, map(1, 0, 0, 0), quarter);
  // A quarter of the way down from 1 to 0, and up.
  assert(deletion < 0.2, `deletion ${deletion}`);
  assert(insertion > 0.8, `insertion ${insertion}`);
});

Deno.test("faithfulness() of a map that points elsewhere is the worst there is", async () => {
  const { deletion, insertion } = await faithfulness(picture, SIZE, map(0, 1, 1, 1), quarter);
  assert(deletion > 0.7, `deletion ${deletion}`);
  assert(insertion < 0.3, `insertion ${insertion}`);
});

Deno.test("faithfulness() of an empty map is that of chance", async () => {
  const { deletion, insertion } = await faithfulness(picture, SIZE, map(0, 0, 0, 0), quarter);
  assert(Math.abs(deletion - 0.5) < 0.05, `deletion ${deletion}`);
  assert(Math.abs(insertion - 0.5) < 0.05, `insertion ${insertion}`);
});

Deno.test("faithfulness() asks once for both ways, from the whole picture to none", async () => {
  const shares: number[] = [];
  await faithfulness(picture, SIZE, map(1, 0, 0, 0), (variants) => {
    const n = variants.length / picture.length;
    const kept = Float32Array.from({ length: n }, (_, i) => {
      const own = variants.subarray(i * picture.length, (i + 1) * picture.length);
      return own.reduce((sum, value) => sum + value, 0) / picture.length;
    });
    shares.push(...kept);
    return Promise.resolve(kept);
  });
  const inner = Array.from({ length: STEPS - 1 }, (_, i) => (i + 1) / STEPS);
  assert.deepEqual(shares, [1, 0, ...inner.toReversed(), ...inner]);
});

Deno.test("hottestFirst() sorts by heat, and equal pixels in a scattered order", () => {
  assert.deepEqual([...hottestFirst(Float32Array.of(0.1, 0.9, 0.5))], [1, 2, 0]);
  const order = [...hottestFirst(new Float32Array(4096))];
  assert.equal(new Set(order).size, 4096);
  const mean = order.slice(0, 1024).reduce((sum, pixel) => sum + pixel, 0) / 1024;
  assert(Math.abs(mean - 2047.5) < 100, `the first quarter lies around ${mean}`);
});

Deno.test("scatter() sends different numbers to different places", () => {
  assert.equal(new Set(Array.from({ length: 10_000 }, (_, i) => scatter(i))).size, 10_000);
});
