import assert from "node:assert/strict";
import { FER2013_LABELS } from "../../lib/data/classes.ts";
import { readFerParquet } from "../../lib/data/parquet.ts";

const folder = new URL("../fixtures/data/", import.meta.url);
const read = async (name: string, change = (bytes: Uint8Array) => bytes) =>
  await readFerParquet(change(await Deno.readFile(new URL(name, folder))), name);

Deno.test("readFerParquet() gives pixels, labels, parts and rows when the table is whole", async () => {
  const faces = await read("faces.parquet");
  assert.deepEqual(faces.classes, FER2013_LABELS);
  assert.deepEqual([...faces.labels], [0, 3, 6, 3, 5]);
  assert.deepEqual(faces.usage, ["training", "training", "public", "private", "training"]);
  assert.deepEqual(faces.rows, ["0", "1", "2", "3", "parquet:4"]);
  assert.equal(faces.pixels.length, 5 * 48 * 48);
  const starts = [0, 50, 100, 50, 200];
  starts.forEach((start, i) => {
    const picture = faces.pixels.subarray(i * 2304, (i + 1) * 2304);
    assert.ok(picture.every((value, p) => value === (p + start) % 256), `picture ${i}`);
  });
});

Deno.test("readFerParquet() says that the file was cut off when its end is missing", async () => {
  for (const length of [0, 3, 100, 2000]) {
    await assert.rejects(
      read("faces.parquet", (bytes) => bytes.subarray(0, length)),
      /Cannot read faces\.parquet: a Parquet file must end in "PAR1".*fetch it again/,
    );
  }
});

Deno.test("readFerParquet() names file and rows when bytes in the middle are damaged", async () => {
  const damage = (bytes: Uint8Array) => bytes.fill(0xff, 4, 400);
  await assert.rejects(
    read("faces.parquet", damage),
    /Cannot read faces\.parquet, rows 0 to 1: the file is damaged .*; fetch it again/,
  );
});

Deno.test("readFerParquet() names file and row when a picture, label or part is wrong", async () => {
  await assert.rejects(
    read("short_pixels.parquet"),
    /short_pixels\.parquet, row 3: pixels must hold 2304 bytes, but holds 2303/,
  );
  await assert.rejects(
    read("unknown_label.parquet"),
    /unknown_label\.parquet, row 1: emotion must be 0 to 6, but is 7/,
  );
  await assert.rejects(
    read("unknown_usage.parquet"),
    /unknown_usage\.parquet, row 0: usage must be Training, .* but is "Test"/,
  );
});

Deno.test("readFerParquet() names the missing columns when the table lacks some", async () => {
  await assert.rejects(read("no_pixels.parquet"), /must have the columns pixels/);
});
