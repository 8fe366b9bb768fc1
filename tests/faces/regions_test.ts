import assert from "node:assert/strict";
import { cropSquare, squareOf } from "../../lib/faces/crop.ts";
import { toGrey } from "../../lib/faces/picture.ts";
import { cropFace, findRegions, isCrop } from "../../lib/faces/regions.ts";
import { redDetector } from "../helpers/faces.ts";

const noise = (width: number, height: number) => {
  let seed = 3;
  const next = () => (seed = (seed * 48271) % 2147483647) % 100;
  return { width, height, pixels: Uint8Array.from({ length: width * height * 3 }, next) };
};
const detector = () => Promise.resolve(redDetector());

Deno.test("isCrop() takes small square pictures for faces in auto mode only", () => {
  assert.ok(isCrop({ width: 48, height: 48 }, "auto"));
  assert.ok(isCrop({ width: 80, height: 100 }, "auto"));
  assert.ok(!isCrop({ width: 79, height: 100 }, "auto"));
  assert.ok(!isCrop({ width: 101, height: 101 }, "auto"));
  assert.ok(isCrop({ width: 4000, height: 10 }, "crop"));
  assert.ok(!isCrop({ width: 48, height: 48 }, "detect"));
});

Deno.test("findRegions() takes a 48×48 picture as it is", async () => {
  const picture = noise(48, 48);
  const [region] = await findRegions(picture, { mode: "auto", detector });
  assert.deepEqual(region!.box, { x: 0, y: 0, width: 48, height: 48 });
  assert.deepEqual(region!.crop, toGrey(picture));
});

Deno.test("findRegions() cuts out what the detector finds, and nothing where it finds nothing", async () => {
  const picture = noise(300, 200);
  assert.deepEqual(await findRegions(picture, { mode: "auto", detector }), []);
  for (let y = 50; y < 90; y++) {
    for (let x = 100; x < 140; x++) picture.pixels.set([255, 0, 0], (y * 300 + x) * 3);
  }
  const [region, ...others] = await findRegions(picture, { mode: "auto", detector });
  assert.equal(others.length, 0);
  assert.deepEqual(region!.box, { x: 100, y: 50, width: 40, height: 40 });
  assert.equal(region!.crop.width, 40);
  assert.ok(region!.crop.pixels.every((value) => value === 76), "the luma of red");
  const wide = await findRegions(picture, { mode: "detect", detector, margin: 0.1 });
  assert.equal(wide[0]!.crop.width, 48);
});

Deno.test("cropFace() equals a crop of the whole grey picture, also at the border and turned", () => {
  const picture = noise(90, 70);
  const framing = { scale: 1.2, down: 0.05 };
  const eyes = { left: { x: 10, y: 10 }, right: { x: 30, y: 17 } };
  for (const box of [[30, 20, 30, 30], [0, 0, 30, 40], [60, 40, 30, 30]] as const) {
    const [x, y, width, height] = box;
    const face = { x, y, width, height, score: 1, eyes };
    for (const align of [false, true]) {
      const expected = cropSquare(toGrey(picture), squareOf(face, framing, { align }));
      assert.deepEqual(cropFace(picture, face, framing, { align }), expected);
    }
  }
});
