import assert from "node:assert/strict";
import { parseFerCsv } from "../../lib/data/csv.ts";

const pixels = (start: number, n = 2304) =>
  Array.from({ length: n }, (_, p) => (p + start) % 256).join(" ");
const HEADER = "emotion,pixels,Usage";
const parse = (...lines: string[]) =>
  parseFerCsv(new TextEncoder().encode(lines.join("\n")), "fer2013.csv");

Deno.test("parseFerCsv() gives pixels, labels, parts and rows when the file is whole", () => {
  const faces = parse(
    HEADER,
    `0,${pixels(0)},Training`,
    `3,"${pixels(7)}",PublicTest\r`,
    `6,${pixels(255)},PrivateTest`,
    "",
  );
  assert.deepEqual([...faces.labels], [0, 3, 6]);
  assert.deepEqual(faces.usage, ["training", "public", "private"]);
  assert.deepEqual(faces.rows, ["0", "1", "2"]);
  [0, 7, 255].forEach((start, i) => {
    const picture = faces.pixels.subarray(i * 2304, (i + 1) * 2304);
    assert.ok(picture.every((value, p) => value === (p + start) % 256), `picture ${i}`);
  });
});

Deno.test("parseFerCsv() names file and row when a row is wrong", () => {
  const good = `0,${pixels(0)},Training`;
  const cases: readonly (readonly [string, RegExp])[] = [
    ["0", /fer2013\.csv, row 1: it must be emotion, pixels and usage, but is "0"/],
    ["0,1 2 3", /row 1: it must be emotion, pixels and usage/],
    ["", /row 1: it must be emotion, pixels and usage, but is ""/],
    [`7,${pixels(0)},Training`, /row 1: emotion must be 0 to 6, but is "7"/],
    [`x,${pixels(0)},Training`, /row 1: emotion must be 0 to 6, but is "x"/],
    [`0,${pixels(0, 2303)},Training`, /row 1: it must have 2304 pixels, but has 2303/],
    [`0,${pixels(0, 2305)},Training`, /row 1: it must have 2304 pixels, but has 2305/],
    [`0,${pixels(0, 2303)} 256,Training`, /row 1: a pixel must be 0 to 255, but is 256/],
    [`0,${pixels(0, 2303)} -1,Training`, /row 1: pixels must be numbers and spaces, but hold "-"/],
    [`0,${pixels(0)},Test`, /row 1: usage must be Training, .* but is "Test"/],
  ];
  for (const [row, message] of cases) assert.throws(() => parse(HEADER, good, row, good), message);
});

Deno.test("parseFerCsv() says what the first line must be when it is another", () => {
  assert.throws(() => parse("emotion;pixels", "0;1"), /its first line must be "emotion,pixels,Us/);
  assert.throws(() => parse(""), /its first line must be/);
});
