import assert from "node:assert/strict";
import { measure, preprocess } from "../../lib/data/preprocess.ts";
import { resizeInto } from "../../lib/data/resize.ts";
import record from "../fixtures/augment/cases.json" with { type: "json" };

const bytes = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

Deno.test("resizeInto() gives OpenCV's bytes within one grey level when it grows or shrinks", () => {
  const plain = record.cases.filter(({ parameters }) => Object.keys(parameters).length === 0);
  assert.equal(plain.length, 9);
  for (const { picture, size, pixels } of plain) {
    const out = new Uint8Array(size * size), expected = bytes(pixels);
    resizeInto(out, size, bytes(record.pictures[picture]!), 0, 48, 48);
    const differences = Array.from(out, (value, i) => Math.abs(value - expected[i]!));
    assert.ok(Math.max(...differences) <= 1, `picture ${picture} at ${size}`);
    assert.ok(differences.filter((d) => d > 0).length < 0.02 * out.length);
  }
});

Deno.test("preprocess() gives (value / 255 − mean) / std when the size stays", () => {
  const pictures = { width: 2, height: 2, pixels: Uint8Array.from([0, 51, 102, 255, 9, 9, 9, 9]) };
  const out = preprocess(pictures, { size: 2, mean: 0.5, std: 0.25 });
  const expected = [-2, -1.2, -0.4, 2];
  expected.forEach((value, i) => assert.ok(Math.abs(out[i]! - value) < 1e-6));
  assert.equal(out.length, 8);
  const second = preprocess(pictures, { size: 2, mean: 0.5, std: 0.25 }, [1]);
  assert.deepEqual(second, out.subarray(4));
});

Deno.test("preprocess() refuses broken pictures, a bad index and a deviation of zero", () => {
  const record = { size: 2, mean: 0.5, std: 0.25 };
  const pictures = { width: 2, height: 2, pixels: new Uint8Array(8) };
  assert.throws(
    () => preprocess({ ...pictures, pixels: new Uint8Array(7) }, record),
    /7 pixels must be a multiple of 2×2/,
  );
  assert.throws(() => preprocess(pictures, record, [2]), /picture 2: there are 2/);
  assert.throws(() => preprocess(pictures, { ...record, std: 0 }), /std must be above 0/);
  assert.throws(() => preprocess(pictures, { ...record, mean: NaN }), /mean finite/);
});

Deno.test("measure() tells the deviation of all pixels from that within pictures", () => {
  // Two even pictures differ from each other but hold no contrast of their own.
  const even = { width: 2, height: 2, pixels: Uint8Array.from([0, 0, 0, 0, 255, 255, 255, 255]) };
  assert.deepEqual(measure(even, 2), { mean: 0.5, std: 0.5, meanDeviation: 0 });
  const mixed = { width: 2, height: 2, pixels: Uint8Array.from([0, 0, 255, 255]) };
  assert.deepEqual(measure(mixed, 2), { mean: 0.5, std: 0.5, meanDeviation: 0.5 });
  assert.throws(() => measure({ ...even, pixels: new Uint8Array(0) }), /must have a picture/);
});

Deno.test("preprocess.ts runs in a browser when it imports only plain TypeScript", async () => {
  const seen = new Set<string>();
  const visit = async (url: URL) => {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    const text = await Deno.readTextFile(url);
    assert.doesNotMatch(text, /\bDeno\.|from "node:|from "npm:/, url.href);
    for (const [, type, path] of text.matchAll(/import (type )?[^;]*? from "([^"]+)";/gs)) {
      assert.match(path!, /^\./, `${url.href} imports ${path}`);
      if (type === undefined) await visit(new URL(path!, url));
    }
  };
  await visit(new URL("../../lib/data/preprocess.ts", import.meta.url));
  await visit(new URL("../../lib/data/grey.ts", import.meta.url));
  await visit(new URL("../../lib/data/augment.ts", import.meta.url));
});
