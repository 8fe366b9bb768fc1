import assert from "node:assert/strict";
import { csvLine, float32, parseCsv, plainText } from "../../lib/records/csv.ts";

const awkward = [
  "plain.jpg",
  "=SUM(A1).jpg",
  "+1.jpg",
  "-1.jpg",
  "@cmd.jpg",
  "\tx.jpg",
  "\rx.jpg",
  "'quoted.jpg",
  "'=both.jpg",
  'a "b", c.jpg',
  "two\nlines.jpg",
  "",
];

Deno.test("csvLine() writes no cell that starts as a formula", () => {
  for (const text of awkward) {
    const cell = csvLine([text]).replace(/^"/, "");
    assert.ok(!/^[=+\-@\t\r]/.test(cell), cell);
  }
  assert.equal(csvLine(["=A1"]), "'=A1");
  assert.equal(csvLine(["\rx"]), `"'\rx"`);
});

Deno.test("csvLine() leaves numbers alone and null empty", () => {
  assert.equal(csvLine([-1.5, null, 0.1]), "-1.5,,0.1");
});

Deno.test("parseCsv() and plainText() restore every text", () => {
  const rows = awkward.map((text) => [text, "x", text]);
  const text = rows.map((row) => csvLine(row) + "\n").join("");
  assert.deepEqual(parseCsv(text).map((row) => row.map(plainText)), rows);
});

Deno.test("parseCsv() reads Windows line breaks and a last line without one", () => {
  assert.deepEqual(parseCsv('a,b\r\n"c",'), [["a", "b"], ["c", ""]]);
  assert.deepEqual(parseCsv(""), []);
});

Deno.test("parseCsv() refuses a text that was cut off within quotes", () => {
  assert.throws(() => parseCsv('a\n"b'), /row 2 must be quoted properly/);
});

Deno.test("float32() gives the shortest number with the same bits", () => {
  assert.equal(float32(Math.fround(0.1)), 0.1);
  assert.equal(float32(1), 1);
  const bits = new Uint32Array(1), value = new Float32Array(bits.buffer);
  for (let i = 0; i < 5000; i++) {
    bits[0] = 0x30000000 + i * 54321;
    assert.equal(Math.fround(float32(value[0]!)), value[0]);
  }
});
