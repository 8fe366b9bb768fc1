import assert from "node:assert/strict";
import { fontFiles } from "../../lib/figures/png.ts";
import { placeLabel, spread, textArea, textWidth, wrap } from "../../lib/figures/text.ts";

/** Advance widths of a TrueType font by code point: tables head, hhea, hmtx and cmap (format 4). */
function advances(path: string): (code: number) => number {
  const bytes = Deno.readFileSync(path);
  const view = new DataView(bytes.buffer);
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    const tag = new TextDecoder().decode(bytes.subarray(at, at + 4));
    tables.set(tag, view.getUint32(at + 8));
  }
  const table = (tag: string) => tables.get(tag)!;
  const unitsPerEm = view.getUint16(table("head") + 18);
  const metrics = view.getUint16(table("hhea") + 34);
  const cmap = table("cmap");
  const subtable = Array.from(
    { length: view.getUint16(cmap + 2) },
    (_, i) => cmap + view.getUint32(cmap + 8 + 8 * i),
  ).find((at) => view.getUint16(at) === 4)!;
  const segments = view.getUint16(subtable + 6) / 2;
  const glyph = (code: number): number => {
    for (let s = 0; s < segments; s++) {
      const end = subtable + 14 + 2 * s;
      if (view.getUint16(end) < code) continue;
      const start = view.getUint16(end + 2 * segments + 2);
      if (start > code) return 0;
      const delta = view.getUint16(end + 4 * segments + 2);
      const offsetAt = end + 6 * segments + 2;
      const offset = view.getUint16(offsetAt);
      if (offset === 0) return (code + delta) & 0xffff;
      return view.getUint16(offsetAt + offset + 2 * (code - start));
    }
    return 0;
  };
  return (code) => {
    const index = Math.min(glyph(code), metrics - 1);
    return view.getUint16(table("hmtx") + 4 * index) * 1000 / unitsPerEm;
  };
}

for (const [i, weight] of (["regular", "bold"] as const).entries()) {
  Deno.test(`textWidth() equals the font's own widths in ${weight}`, () => {
    const advance = advances(fontFiles()[i]!);
    for (let code = 32; code < 127; code++) {
      const sign = String.fromCharCode(code);
      assert.equal(
        textWidth(sign, 1000, weight),
        Math.floor(advance(code)),
        `the width of ${sign}`,
      );
    }
    for (const sign of "×–±↓→…−") {
      const width = advance(sign.codePointAt(0)!);
      assert.ok(Math.abs(textWidth(sign, 1000, weight) - width) <= 70, `the width of ${sign}`);
    }
  });
}

Deno.test("wrap() fills lines up to the width and leaves a long word whole", () => {
  const lines = wrap("one two three extraordinarily four", 60);
  assert.ok(lines.every((line) => textWidth(line) <= 60 || !line.includes(" ")));
  assert.equal(lines.join(" "), "one two three extraordinarily four");
  assert.deepEqual(wrap("", 10), [""]);
});

Deno.test("spread() moves labels apart as little as possible and keeps their order", () => {
  assert.deepEqual(spread([10, 50], 12), [10, 50]);
  assert.deepEqual(spread([20, 20], 12), [14, 26]);
  assert.deepEqual(spread([30, 20, 20], 12), [
    35.333333333333336,
    11.333333333333334,
    23.333333333333336,
  ]);
  assert.deepEqual(spread([2, 3], 12, 0, 100), [0, 12]);
  assert.deepEqual(spread([99, 98], 12, 0, 100), [100, 88]);
});

Deno.test("placeLabel() takes the first free place, and remembers it", () => {
  const room = { left: 0, right: 100, top: 0, bottom: 100 };
  const places = [20, 60].map((y) => textArea(10, y, "label", 12, "regular"));
  const taken: typeof places = [];
  assert.equal(placeLabel(places, taken, room), places[0]);
  assert.equal(placeLabel(places, taken, room), places[1]);
  assert.equal(placeLabel(places, taken, room), places[0], "the first when none is free");
});
