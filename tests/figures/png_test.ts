import assert from "node:assert/strict";
import sharp from "sharp";
import { toPng } from "../../lib/figures/png.ts";
import { document, text } from "../../lib/figures/svg.ts";

const svg = document(80, 40, "t", "d", text(10, 25, "Text"));

Deno.test("toPng() draws at the scale asked for, on white, with the text in it", async () => {
  const { data, info } = await sharp(toPng(svg, 3)).removeAlpha().raw()
    .toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height], [240, 120]);
  assert.deepEqual([...data.subarray(0, 3)], [255, 255, 255]);
  assert.ok(data.some((value) => value < 60), "the text must leave dark pixels");
});

Deno.test("toPng() gives the same bytes again", () => {
  assert.deepEqual(toPng(svg), toPng(svg));
});
