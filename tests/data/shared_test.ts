/** Pictures in common. */
import assert from "node:assert/strict";
import { sharedPictures } from "lib/data/shared.ts";

const set = (...values: number[]) => ({ width: 1, height: 2, pixels: Uint8Array.from(values) });

Deno.test("sharedPictures() pairs each picture with its first twin in the other set", () => {
  const a = set(1, 2, 3, 4, 1, 2);
  const b = set(9, 9, 1, 2, 1, 2);
  assert.deepEqual(sharedPictures(a, b), [[0, 1], [2, 1]]);
  assert.deepEqual(sharedPictures(b, a), [[1, 0], [2, 0]]);
  assert.deepEqual(sharedPictures(a, set()), []);
});

Deno.test("sharedPictures() throws when the sizes differ", () => {
  assert.throws(() => sharedPictures(set(1, 2), { ...set(1, 2), width: 2, height: 1 }), /one size/);
});
