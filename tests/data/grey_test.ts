import assert from "node:assert/strict";
import { toGrey } from "../../lib/data/grey.ts";

Deno.test("toGrey() gives OpenCV's grey values when the pixels are coloured", () => {
  const pixels = [
    ...[255, 228, 34, 121, 243, 189, 6, 131, 102, 168, 82, 193, 187, 150, 81],
    ...[243, 205, 24, 255, 0, 0, 0, 255, 0, 0, 0, 255],
  ];
  // cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), OpenCV 4.11.
  assert.deepEqual([...toGrey(pixels, 3)], [214, 200, 90, 120, 153, 196, 76, 150, 29]);
});

Deno.test("toGrey() keeps grey and ignores alpha when there are 1, 2 or 4 channels", () => {
  assert.deepEqual([...toGrey([7, 200], 1)], [7, 200]);
  assert.deepEqual([...toGrey([7, 0, 200, 255], 2)], [7, 200]);
  assert.deepEqual([...toGrey([9, 9, 9, 0, 255, 255, 255, 7], 4)], [9, 255]);
});

Deno.test("toGrey() refuses values that are no whole pixels", () => {
  assert.throws(() => toGrey([1, 2, 3, 4], 3), /4 values must be whole pixels/);
  assert.throws(() => toGrey([1, 2, 3, 4, 5], 5), /1 to 4 channels, but there are 5/);
});
