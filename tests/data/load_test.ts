import assert from "node:assert/strict";
import { CLASS_LISTS } from "../../lib/data/classes.ts";
import { loadFaces } from "../../lib/data/load.ts";
import { dataFolder, isFile } from "../../lib/data/locate.ts";
import { measure } from "../../lib/data/preprocess.ts";
import { countClasses } from "../../lib/data/select.ts";

const { six, seven } = CLASS_LISTS;
const base = { classes: six, target: "majority", removeDuplicates: false } as const;
const ignore = !await isFile(`${dataFolder()}/fer2013.parquet`) ||
  !await isFile(`${dataFolder()}/fer2013new.csv`);
const needs = ignore ? " (ignored: FER_DATA holds no fer2013.parquet and fer2013new.csv)" : "";

Deno.test({
  name: `loadFaces() gives the supports of the report's Table 2 when FER+ has six classes${needs}`,
  ignore,
  async fn() {
    const { training, validation, hashes } = await loadFaces({ ...base, dataset: "ferplus" });
    assert.equal(training.labels.length, 17_913);
    assert.equal(validation.labels.length, 4_451);
    assert.deepEqual(countClasses(validation), [644, 57, 167, 1827, 856, 900]);
    assert.deepEqual(new Set(training.usage), new Set(["training"]));
    assert.deepEqual(new Set(validation.usage), new Set(["public", "private"]));
    assert.deepEqual(Object.keys(hashes), ["fer2013.parquet", "fer2013new.csv"]);
  },
});

Deno.test({
  name: `loadFaces() gives distributions that agree with the labels when votes are asked${needs}`,
  ignore,
  async fn() {
    const { training } = await loadFaces({ ...base, dataset: "ferplus", target: "votes" });
    const targets = training.targets!;
    // Row 0 of fer2013new.csv: anger 3, disgust 2, sadness 1 and neutral 4, so it is not here.
    assert.equal(training.rows[0] === "0", false);
    for (let i = 0; i < training.labels.length; i++) {
      const row = targets.subarray(i * 6, i * 6 + 6);
      assert.ok(Math.abs(row.reduce((a, b) => a + b, 0) - 1) < 1e-6);
      assert.equal(row[training.labels[i]!], Math.max(...row), `picture ${i}`);
    }
  },
});

Deno.test({
  name: `loadFaces() leaves repeated pictures out when duplicates are removed${needs}`,
  ignore,
  async fn() {
    const config = { ...base, dataset: "ferplus", removeDuplicates: true } as const;
    const { training, validation } = await loadFaces(config);
    assert.equal(validation.labels.length, 4_451);
    const area = training.width * training.height;
    const held = new Set<string>();
    const text = (pixels: Uint8Array, i: number) =>
      String.fromCharCode(...pixels.subarray(i * area, (i + 1) * area));
    for (let i = 0; i < 4_451; i++) held.add(text(validation.pixels, i));
    for (let i = 0; i < training.labels.length; i++) {
      assert.ok(!held.has(text(training.pixels, i)), `training picture ${training.rows[i]}`);
    }
    assert.equal(training.labels.length, 17_341);
  },
});

Deno.test({
  name: `loadFaces() gives the known counts and grey values when FER-2013 is loaded${needs}`,
  ignore,
  async fn() {
    const reduced = await loadFaces({ ...base, dataset: "fer2013" });
    assert.equal(reduced.training.labels.length, 23_744);
    assert.equal(reduced.validation.labels.length, 5_945);
    const { training } = await loadFaces({ ...base, dataset: "fer2013", classes: seven });
    const { mean, std, meanDeviation } = measure(training);
    assert.equal(mean.toFixed(4), "0.5077");
    assert.equal(std.toFixed(4), "0.2550");
    assert.equal(meanDeviation.toFixed(3), "0.206");
  },
});

Deno.test("loadFaces() says what to fetch when the data set is not there", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await assert.rejects(
      loadFaces({ ...base, dataset: "ferplus" }, { folder }),
      /Cannot load ferplus: .*github\.com\/microsoft\/FERPlus/,
    );
    await assert.rejects(loadFaces({ ...base, dataset: "raf-db" }, { folder }), /on request/);
    await assert.rejects(
      loadFaces({ ...base, dataset: "fer2013", target: "votes" }, { folder }),
      /only ferplus has votes/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("loadFaces() draws the same faces again when the data set is generated", async () => {
  // A whole `DataConfig`, as the trainer passes it.
  const config = {
    ...base,
    dataset: "generated",
    target: "votes",
    validation: "public+private",
    sampling: "uniform",
  } as const;
  const first = await loadFaces(config), second = await loadFaces(config);
  assert.equal(first.training.labels.length, 600);
  assert.equal(first.validation.labels.length, 150);
  assert.deepEqual(countClasses(first.validation), [25, 25, 25, 25, 25, 25]);
  assert.deepEqual(first, second);
  assert.equal(first.training.targets!.length, 3600);
});
