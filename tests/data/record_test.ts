/** The recorded description of the data sets, and what became of FER-2013's labels. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import recorded from "../../data/description.json" with { type: "json" };
import { relabelled } from "lib/data/agreement.ts";
import type { FaceSet } from "lib/data/faces.ts";
import { dataFolder, isFile } from "lib/data/locate.ts";
import { dataRecord } from "lib/data/record.ts";

const ignore = !await isFile(`${dataFolder()}/fer2013.parquet`) ||
  !await isFile(`${dataFolder()}/fer2013new.csv`);
const needs = ignore ? " (ignored: FER_DATA holds no fer2013.parquet and fer2013new.csv)" : "";

function faces(classes: string[], labels: number[], rows: string[]): FaceSet {
  const pixels = new Uint8Array(labels.length);
  const usage = labels.map(() => "training" as const);
  return {
    ...{ name: "test", classes, width: 1, height: 1, pixels, usage },
    ...{ labels: Uint8Array.from(labels), rows },
  };
}

Deno.test("relabelled() joins by row, whatever the order, and counts what has no new label", () => {
  const before = faces(["happy", "sad"], [0, 0, 0, 1], ["5", "6", "7", "8"]);
  const after = faces(["sad", "happy"], [0, 1, 1], ["8", "6", "5"]);
  assert.deepEqual(relabelled(before, after), [
    { label: "happy", n: 3, to: { happy: 2 } },
    { label: "sad", n: 1, to: { sad: 1 } },
  ]);
});

Deno.test("dataRecord() gives the recorded description when the data sets are not there", async () => {
  const folder = mkdtempSync(join(tmpdir(), "data-"));
  const { source, datasets } = await dataRecord(folder);
  rmSync(folder, { recursive: true });
  assert.equal(source, "recorded");
  assert.equal(datasets.ferplus?.tables.six?.training, 17_913);
});

Deno.test({
  name: `dataRecord() reads what was recorded when the data sets are there${needs}`,
  ignore,
  async fn() {
    const { source, ...read } = await dataRecord(dataFolder());
    assert.equal(source, "read");
    const { "raf-db": _, ...datasets } = read.datasets;
    assert.deepEqual(JSON.parse(JSON.stringify({ ...read, datasets })), recorded);
  },
});
