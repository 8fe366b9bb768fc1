import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { decodePicture, MAX_PIXELS, readPicture } from "../../lib/faces/decode.ts";
import { withFolder } from "../helpers/pictures.ts";

const COLOUR = { r: 200, g: 100, b: 50 };
const blank = (width = 40, height = 30) =>
  sharp({ create: { width, height, channels: 3, background: COLOUR } });

/** Each picture is 40×30 of one colour; its first decoded pixel must be near `rgb`. */
const formats: Record<string, { bytes: () => Promise<Uint8Array>; rgb: number[] }> = {
  "JPEG": { bytes: () => blank().jpeg({ quality: 100 }).toBuffer(), rgb: [200, 100, 50] },
  "grey JPEG": { bytes: () => blank().grayscale().jpeg().toBuffer(), rgb: [128, 128, 128] },
  "CMYK JPEG": { bytes: () => blank().toColourspace("cmyk").jpeg().toBuffer(), rgb: [199, 94, 21] },
  "PNG": { bytes: () => blank().png().toBuffer(), rgb: [200, 100, 50] },
  "palette PNG": { bytes: () => blank().png({ palette: true }).toBuffer(), rgb: [200, 100, 50] },
  "16-bit PNG": {
    bytes: () => blank().toColourspace("rgb16").png().toBuffer(),
    rgb: [200, 100, 50],
  },
  "16-bit grey PNG": {
    bytes: () => blank().toColourspace("grey16").png().toBuffer(),
    rgb: [128, 128, 128],
  },
  "half transparent PNG": {
    bytes: () => blank().ensureAlpha(0.5).png().toBuffer(),
    rgb: [227, 177, 152],
  },
  "transparent grey PNG": {
    bytes: () => blank().grayscale().ensureAlpha(0).png().toBuffer(),
    rgb: [255, 255, 255],
  },
  "WebP": { bytes: () => blank().webp({ lossless: true }).toBuffer(), rgb: [200, 100, 50] },
  "GIF": { bytes: () => blank().gif().toBuffer(), rgb: [200, 100, 50] },
};

for (const [name, { bytes, rgb }] of Object.entries(formats)) {
  Deno.test(`decodePicture() reads a ${name}`, async () => {
    const { width, height, pixels } = await decodePicture(await bytes());
    assert.deepEqual([width, height, pixels.length], [40, 30, 40 * 30 * 3]);
    for (let i = 0; i < 3; i++) {
      assert.ok(Math.abs(pixels[i]! - rgb[i]!) <= 2, `${pixels.slice(0, 3)}, expected ${rgb}`);
    }
  });
}

Deno.test("decodePicture() takes the first frame of an animated GIF", async () => {
  const frames = Uint8Array.from({ length: 8 * 16 * 3 }, (_, i) => i < 8 * 8 * 3 ? 10 : 240);
  const bytes = await sharp(frames, {
    raw: { width: 8, height: 16, channels: 3, pageHeight: 8 },
  }).gif({ delay: [100, 100] }).toBuffer();
  const { width, height, pixels } = await decodePicture(bytes);
  assert.deepEqual([width, height], [8, 8]);
  assert.ok(pixels.every((value) => value < 60), `${pixels[0]}`);
});

Deno.test("decodePicture() turns a picture upright by its EXIF orientation", async () => {
  // White left half, black right half; orientation 6 is shown turned clockwise: white on top.
  const raw = Uint8Array.from({ length: 40 * 20 * 3 }, (_, i) => (i / 3 | 0) % 40 < 20 ? 255 : 0);
  const bytes = await sharp(raw, { raw: { width: 40, height: 20, channels: 3 } })
    .withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toBuffer();
  const { width, height, pixels } = await decodePicture(bytes);
  assert.deepEqual([width, height], [20, 40]);
  assert.ok(pixels[0]! > 240, "white on top");
  assert.ok(pixels.at(-1)! < 15, "black at the bottom");
});

const text = (content: string) => new TextEncoder().encode(content);
const noise = () =>
  sharp({
    create: {
      width: 300,
      height: 200,
      channels: 3,
      background: COLOUR,
      noise: { type: "gaussian", mean: 128, sigma: 30 },
    },
  });

const refused: Record<string, { bytes: () => Promise<Uint8Array>; message: RegExp }> = {
  "an empty file": { bytes: () => Promise.resolve(new Uint8Array()), message: /the file is empty/ },
  "text": { bytes: () => Promise.resolve(text("no picture")), message: /must be a JPEG, PNG/ },
  "an SVG": {
    bytes: () => Promise.resolve(text('<svg xmlns="http://www.w3.org/2000/svg" width="9"/>')),
    message: /must be a JPEG, PNG/,
  },
  "a TIFF": {
    bytes: () => Promise.resolve(Uint8Array.from([0x49, 0x49, 42, 0, 8, 0, 0, 0, 0, 0])),
    message: /must be a JPEG, PNG/,
  },
  "a JPEG cut off in the middle": {
    bytes: async () => (await noise().jpeg().toBuffer()).subarray(0, 9000),
    message: /the file is damaged/,
  },
  "a PNG cut off in the middle": {
    bytes: async () => (await noise().png().toBuffer()).subarray(0, 9000),
    message: /the file is damaged/,
  },
  "more than 25 megapixels": {
    bytes: () => blank(5001, 5000).png().toBuffer(),
    message: /at most 25 megapixels, but has 25.01/,
  },
};

for (const [name, { bytes, message }] of Object.entries(refused)) {
  Deno.test(`decodePicture() refuses ${name} and says why`, async () => {
    await assert.rejects(decodePicture(await bytes()), message);
  });
}

Deno.test("decodePicture() reads a picture of exactly 25 megapixels", async () => {
  const { width, height } = await decodePicture(await blank(5000, 5000).png().toBuffer());
  assert.equal(width * height, MAX_PIXELS);
});

Deno.test("readPicture() says that a file is missing or a folder", async () => {
  await withFolder(async (folder) => {
    await assert.rejects(readPicture(join(folder, "none.png")), /there is no such file/);
    await assert.rejects(readPicture(folder), /it is not a file/);
  });
});
