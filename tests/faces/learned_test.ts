import assert from "node:assert/strict";
import sharp from "sharp";
import { openTensorflow } from "../../lib/engine/tensorflow.ts";
import { readPicture } from "../../lib/faces/decode.ts";
import { loadDetector } from "../../lib/faces/learned.ts";
import { rescale } from "../../lib/faces/rescale.ts";
import { samplePicture } from "../../lib/faces/sample_picture.ts";

const engine = await openTensorflow({ device: "cpu", threads: 2, precision: "float32" });
const picture = await readPicture(await samplePicture());

const near = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual}, expected ${expected}`);

Deno.test("loadDetector() finds face-api's face and eyes in the sample picture", async () => {
  const detector = await loadDetector(engine, "learned", { eyes: true });
  const [face, ...others] = await detector.detect(picture);
  assert.equal(others.length, 0);
  // What face-api 1.7.15 itself returns for this picture on its WASM backend.
  near(face!.x, 181.118, 0.05);
  near(face!.y, 72.861, 0.05);
  near(face!.width, 83.277, 0.05);
  near(face!.height, 101.722, 0.05);
  near(face!.score, 0.96484, 1e-4);
  near(face!.eyes!.left.x, 203.33, 1.2);
  near(face!.eyes!.left.y, 101.03, 1.2);
  near(face!.eyes!.right.x, 244.84, 1.2);
  near(face!.eyes!.right.y, 103.39, 1.2);
  detector.dispose();
});

Deno.test("loadDetector() finds the face in wide, tall, large and small pictures", async () => {
  const detector = await loadDetector(engine, "learned", { inputSize: 384 });
  for (const [width, height] of [[700, 450], [450, 700], [1536, 1536], [160, 160]] as const) {
    const canvas = { width, height, pixels: new Uint8Array(width * height * 3).fill(100) };
    const side = Math.min(width, height);
    const small = rescale(picture, side, side);
    for (let row = 0; row < side; row++) {
      const pixels = small.pixels.subarray(row * side * 3, (row + 1) * side * 3);
      canvas.pixels.set(pixels, row * width * 3);
    }
    const [face, ...others] = await detector.detect(canvas);
    assert.equal(others.length, 0, `${width}×${height}`);
    near(face!.x + face!.width / 2, 222 / 512 * side, 0.03 * side);
    near(face!.y + face!.height / 2, 120 / 512 * side, 0.03 * side);
  }
  detector.dispose();
});

Deno.test("loadDetector() sees how far a head is turned", async () => {
  const detector = await loadDetector(engine, "learned", { eyes: true });
  const angle = async (degrees: number) => {
    const { data, info } = await sharp(picture.pixels, {
      raw: { width: picture.width, height: picture.height, channels: 3 },
    }).rotate(degrees, { background: "#808080" }).raw().toBuffer({ resolveWithObject: true });
    const [face] = await detector.detect({ ...info, pixels: new Uint8Array(data) });
    const { left, right } = face!.eyes!;
    return Math.atan2(right.y - left.y, right.x - left.x) * 180 / Math.PI;
  };
  const upright = await angle(0);
  near(await angle(15) - upright, 15, 4);
  near(await angle(-15) - upright, -15, 4);
  detector.dispose();
});

Deno.test("loadDetector() finds nothing in an empty picture, and refuses a wrong input size", async () => {
  const detector = await loadDetector(engine, "learned");
  const blank = { width: 200, height: 100, pixels: new Uint8Array(200 * 100 * 3).fill(90) };
  assert.deepEqual(await detector.detect(blank), []);
  detector.dispose();
  await assert.rejects(
    loadDetector(engine, "learned", { inputSize: 500 }),
    /inputSize must be a multiple of 32 from 128 on, but is 500/,
  );
});
