import assert from "node:assert/strict";
import { decimal, document, element, text } from "../../lib/figures/svg.ts";

Deno.test("element() escapes text and attributes", () => {
  assert.equal(element("g", { id: 'a"<b' }), '<g id="a&quot;&lt;b"/>');
  assert.match(text(0, 0, "a < b & c"), />a &lt; b &amp; c<\/text>$/);
});

Deno.test("element() throws on NaN, which a viewer would not draw", () => {
  assert.throws(() => element("rect", { x: NaN }), /internal: x of <rect> must be finite/);
  assert.throws(() => decimal(NaN), /internal: a coordinate must be finite/);
});

Deno.test("decimal() rounds to two decimals and knows no minus zero", () => {
  assert.deepEqual([1 / 3, -0.001, 2].map(decimal), ["0.33", "0", "2"]);
});

Deno.test("document() names itself for those who cannot see it", () => {
  const svg = document(10, 10, "A & B", "What it shows");
  assert.match(svg, /role="img"/);
  assert.match(svg, /<title>A &amp; B<\/title>/);
  assert.match(svg, /<desc>What it shows<\/desc>/);
});
