import assert from "node:assert/strict";
import sharp from "sharp";
import { encodePng } from "../../lib/figures/image.ts";

for (const channels of [1, 3, 4] as const) {
  Deno.test(`encodePng() writes what a decoder reads back when there are ${channels} channels`, async () => {
    const [width, height] = [300, 90]; // More than one stored block.
    const pixels = Uint8Array.from(
      { length: width * height * channels },
      (_, i) => channels === 4 && i % 4 === 3 ? 255 : (i * 7) % 256,
    );
    const png = encodePng({ width, height, channels, pixels });
    const { data, info } = await sharp(png).toColourspace(channels === 1 ? "b-w" : "srgb").raw()
      .toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height, info.channels], [width, height, channels]);
    assert.deepEqual(new Uint8Array(data), pixels);
  });
}
