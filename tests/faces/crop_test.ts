import assert from "node:assert/strict";
import { boxOf, cropSquare, FACE_SIDE, squareOf, wholePicture } from "../../lib/faces/crop.ts";
import type { GreyPicture } from "../../lib/faces/picture.ts";

function picture(
  width: number,
  height: number,
  value: (x: number, y: number) => number,
): GreyPicture {
  const pixels = Uint8Array.from(
    { length: width * height },
    (_, i) => value(i % width, Math.floor(i / width)),
  );
  return { width, height, pixels };
}

const square = (x: number, y: number, side: number, angle = 0) => ({ x, y, side, angle });

Deno.test("cropSquare() returns a 48×48 picture unchanged", () => {
  const face = picture(48, 48, (x, y) => (x * 7 + y * 13) % 256);
  assert.deepEqual(cropSquare(face, wholePicture(face)), face);
});

Deno.test("cropSquare() copies whole pixels that need no shrinking", () => {
  const grid = picture(20, 20, (x, y) => x + 10 * y);
  const crop = cropSquare(grid, square(7, 9, 4));
  assert.deepEqual([...crop.pixels.subarray(0, 4)], [75, 76, 77, 78]);
  assert.equal(crop.width, 4);
});

Deno.test("cropSquare() repeats the outermost pixels beyond each border", () => {
  const grid = picture(4, 4, (x, y) => 10 * x + y);
  const crop = cropSquare(grid, square(2, 2, 8));
  const at = (x: number, y: number) => crop.pixels[y * 8 + x];
  assert.deepEqual([at(0, 0), at(7, 0), at(0, 7), at(7, 7)], [0, 30, 3, 33]);
  assert.deepEqual([at(0, 3), at(3, 0), at(2, 2)], [1, 10, 0]);
});

Deno.test("cropSquare() stays in range when the square lies outside the picture", () => {
  const grid = picture(4, 4, (x) => (x === 3 ? 200 : 0));
  const crop = cropSquare(grid, square(100, 2, 5));
  assert.ok(crop.pixels.every((value) => value === 200));
});

Deno.test("cropSquare() takes means when it shrinks, so no stripe is lost or kept alone", () => {
  const stripes = picture(480, 480, (x) => (x % 2 === 0 ? 0 : 200));
  const crop = cropSquare(stripes, wholePicture(stripes));
  assert.equal(crop.width, FACE_SIDE);
  assert.ok(crop.pixels.every((value) => Math.abs(value - 100) <= 10));
});

Deno.test("cropSquare() undoes the turn of the square", () => {
  // A bright bar along a line that falls by 20 degrees becomes level.
  const angle = 20 * Math.PI / 180;
  const bar = picture(100, 100, (x, y) => {
    const distance = -(x - 49.5) * Math.sin(angle) + (y - 49.5) * Math.cos(angle);
    return Math.abs(distance) < 4 ? 255 : 0;
  });
  const crop = cropSquare(bar, square(50, 50, 48, angle));
  const row = (y: number) => [...crop.pixels.subarray(y * 48, (y + 1) * 48)];
  assert.ok(row(24).every((value) => value > 240), "the middle row is bright");
  assert.ok(row(14).every((value) => value < 15), "a row above is dark");
});

Deno.test("squareOf() applies framing and margin, and turns only when asked and able", () => {
  const face = { x: 10, y: 20, width: 40, height: 90, score: 1 };
  const framing = { scale: 1.5, down: 0.1 };
  assert.deepEqual(squareOf(face, framing), square(30, 74, 90));
  assert.equal(squareOf(face, framing, { margin: 0.25 }).side, 135);
  assert.equal(squareOf(face, framing, { align: true }).angle, 0);
  const eyes = { left: { x: 20, y: 50 }, right: { x: 40, y: 70 } };
  assert.equal(squareOf({ ...face, eyes }, framing).angle, 0);
  const turned = squareOf({ ...face, eyes }, framing, { align: true });
  assert.ok(Math.abs(turned.angle - Math.PI / 4) < 1e-12);
  // A head that leans to the right has its chin to the left of its middle.
  assert.ok(turned.x < 30);
});

Deno.test("wholePicture() covers a picture that is not square", () => {
  assert.deepEqual(boxOf(wholePicture({ width: 30, height: 50 })), {
    x: -10,
    y: 0,
    width: 50,
    height: 50,
  });
});

Deno.test("wholePicture() refuses a strip", () => {
  assert.throws(
    () => wholePicture({ width: 4000, height: 10 }),
    /it must be a face, at most 4 times as long as wide, but is 4000×10/,
  );
});
