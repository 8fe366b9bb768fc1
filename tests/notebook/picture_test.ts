/** Pictures as PNG, and sheets of faces. */
import assert from "node:assert/strict";
import sharp from "sharp";
import { pngBytes, sheet } from "lib/notebook/picture.ts";

async function decode(png: Uint8Array) {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return { data: [...data], width: info.width, height: info.height, channels: info.channels };
}

Deno.test("pngBytes() keeps every pixel of grey, RGB and RGBA pictures", async () => {
  for (const channels of [1, 3, 4]) {
    const pixels = Uint8Array.from({ length: 6 * channels }, (_, i) => (i * 37 + 200) % 256);
    const picture = await decode(await pngBytes({ width: 3, height: 2, pixels }));
    assert.deepEqual([picture.width, picture.height], [3, 2]);
    const wanted = channels === 1 && picture.channels === 3
      ? [...pixels].flatMap((value) => [value, value, value])
      : [...pixels];
    assert.deepEqual(picture.data, wanted);
  }
});

Deno.test("pngBytes() repeats pixels when scaled", async () => {
  const png = await pngBytes({ width: 2, height: 1, pixels: new Uint8Array([0, 255]) }, 2);
  const { data, width, height, channels } = await decode(png);
  assert.deepEqual([width, height], [4, 2]);
  const first = data.filter((_, index) => index % channels === 0);
  assert.deepEqual(first, [0, 0, 255, 255, 0, 0, 255, 255]);
});

Deno.test("pngBytes() refuses a wrong number of bytes and a broken scale", async () => {
  const image = { width: 2, height: 2, pixels: new Uint8Array(7) };
  await assert.rejects(pngBytes(image), /1, 3 or 4 bytes a pixel, but has 1\.75/);
  await assert.rejects(pngBytes({ ...image, pixels: new Uint8Array(4) }, 1.5), /scale/);
});

Deno.test("sheet() puts the wanted pictures side by side with white between", () => {
  const faces = { width: 1, height: 1, pixels: new Uint8Array([10, 20, 30]) };
  const { width, height, pixels } = sheet(faces, [2, 0, 1], 2, 1);
  assert.deepEqual([width, height], [3, 3]);
  assert.deepEqual([...pixels], [30, 255, 10, 255, 255, 255, 20, 255, 255]);
});
