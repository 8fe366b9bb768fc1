import assert from "node:assert/strict";
import { cut, fromRgba, toGrey } from "../../lib/faces/picture.ts";

Deno.test("toGrey() weighs colours as BT.601 and keeps grey exactly", () => {
  const colours = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255], [77, 77, 77]];
  const pixels = Uint8Array.from(colours.flat());
  // OpenCV's cvtColor of the same colours.
  assert.deepEqual([...toGrey({ width: 5, height: 1, pixels }).pixels], [76, 150, 29, 255, 77]);
  const greys = Uint8Array.from({ length: 256 * 3 }, (_, i) => i / 3);
  const same = toGrey({ width: 256, height: 1, pixels: greys }).pixels;
  assert.ok(same.every((value, i) => value === i));
});

Deno.test("fromRgba() drops the alpha", () => {
  const { pixels } = fromRgba(2, 1, Uint8ClampedArray.from([1, 2, 3, 255, 4, 5, 6, 0]));
  assert.deepEqual([...pixels], [1, 2, 3, 4, 5, 6]);
});

Deno.test("cut() takes the part inside the picture, one pixel at least", () => {
  const pixels = Uint8Array.from({ length: 4 * 3 * 3 }, (_, i) => i / 3);
  const picture = { width: 4, height: 3, pixels };
  const part = cut(picture, { x: 2.7, y: 1.2, width: 9, height: 1.9 });
  assert.deepEqual([part.x, part.y, part.width, part.height], [2, 1, 2, 1]);
  assert.deepEqual([...part.pixels], [6, 6, 6, 7, 7, 7]);
  const corner = cut(picture, { x: 50, y: -50, width: 0.2, height: 0.2 });
  assert.deepEqual([...corner.pixels], [3, 3, 3]);
  const over = cut(picture, { x: -1, y: -2, width: 3, height: 3 });
  assert.deepEqual([over.x, over.y, over.width, over.height], [0, 0, 2, 1]);
});
