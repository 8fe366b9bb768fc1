import assert from "node:assert/strict";
import { fitted, rescale } from "../../lib/faces/rescale.ts";

function grey(width: number, height: number, value: (x: number, y: number) => number) {
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    pixels.fill(value(i % width, Math.floor(i / width)), 3 * i, 3 * i + 3);
  }
  return { width, height, pixels };
}

/** Pillow also rounds between its two passes. */
function assertNear(actual: number[], expected: number[]): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => assert.ok(Math.abs(actual[i]! - value) <= 1, `${actual}`));
}

Deno.test("rescale() equals Pillow's bilinear filter to a grey level, shrinking and growing", () => {
  const picture = grey(5, 4, (x, y) => (x * 53 + y * 31) % 256);
  const values = (width: number, height: number) =>
    [...rescale(picture, width, height).pixels].filter((_, i) => i % 3 === 0);
  // Image.fromarray(a).resize(size, Image.BILINEAR) of Pillow 13.0.0.
  assertNear(values(2, 2), [75, 170, 124, 160]);
  assertNear(values(7, 3), [
    9,
    39,
    77,
    115,
    153,
    191,
    221,
    47,
    77,
    115,
    153,
    191,
    174,
    131,
    84,
    114,
    152,
    190,
    228,
    156,
    40,
  ]);
});

Deno.test("rescale() keeps an even picture even, and the channels apart", () => {
  const pixels = Uint8Array.from({ length: 333 * 41 * 3 }, (_, i) => [10, 120, 250][i % 3]!);
  const small = rescale({ width: 333, height: 41, pixels }, 17, 90);
  assert.equal(small.pixels.length, 17 * 90 * 3);
  assert.ok(small.pixels.every((value, i) => value === [10, 120, 250][i % 3]));
});

Deno.test("fitted() brings the longer side to the length and keeps a thin picture's pixel", () => {
  assert.deepEqual(fitted({ width: 640, height: 480 }, 320), [320, 240]);
  assert.deepEqual(fitted({ width: 30, height: 60 }, 600), [300, 600]);
  assert.deepEqual(fitted({ width: 9000, height: 2 }, 512), [512, 1]);
});
