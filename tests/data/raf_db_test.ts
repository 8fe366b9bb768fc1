import assert from "node:assert/strict";
import { CLASS_LISTS } from "../../lib/data/classes.ts";
import { loadFaces } from "../../lib/data/load.ts";
import { withFolder, writePicture } from "../helpers/pictures.ts";

const config = {
  dataset: "raf-db",
  classes: CLASS_LISTS.six,
  target: "majority",
  removeDuplicates: false,
} as const;

/** The authors' layout: six training pictures, labels 1 to 7 without 7, and two test pictures. */
async function writeList(folder: string, lines: readonly string[]): Promise<void> {
  const root = `${folder}/raf-db/basic`;
  for (const [i, line] of lines.entries()) {
    const name = line.split(".jpg ")[0];
    const path = `${root}/Image/aligned/${name}_aligned.jpg`;
    await writePicture(path, [20 * i, 20 * i, 20 * i], 100);
  }
  await Deno.mkdir(`${root}/EmoLabel`, { recursive: true });
  await Deno.writeTextFile(`${root}/EmoLabel/list_patition_label.txt`, lines.join("\n") + "\n");
}

const LINES = [
  ...["train_00001.jpg 1", "train_00002.jpg 2", "train_00003.jpg 3", "train_00004.jpg 4"],
  ...["train_00005.jpg 5", "train_00006.jpg 6", "train_00007.jpg 7"],
  ...["test_0001.jpg 4", "test_0002.jpg 7"],
];

Deno.test("loadFaces() reads RAF-DB in its authors' layout, without neutral for six classes", async () => {
  await withFolder(async (folder) => {
    await writeList(folder, LINES);
    const { training, validation, hashes } = await loadFaces(config, { folder });
    // RAF-DB: surprise, fear, disgust, happy, sad, angry.
    assert.deepEqual([...training.labels], [5, 2, 1, 3, 4, 0]);
    assert.deepEqual(training.rows.slice(0, 2), [
      "train_00001_aligned.jpg",
      "train_00002_aligned.jpg",
    ]);
    assert.deepEqual([training.width, training.pixels[10_000 * 2]], [100, 40]);
    assert.deepEqual([...validation.labels], [3]);
    assert.deepEqual(validation.usage, ["validation"]);
    assert.match(hashes["raf-db/"]!, /^[0-9a-f]{64}$/);
    const seven = await loadFaces({ ...config, classes: CLASS_LISTS.seven }, { folder });
    assert.deepEqual([...seven.validation.labels], [3, 6]);
  });
});

Deno.test("loadFaces() reads RAF-DB in the layout of a folder a label, in colour", async () => {
  await withFolder(async (folder) => {
    const root = `${folder}/RAF-DB/DATASET`;
    await writePicture(`${root}/train/1/train_00001_aligned.jpg`, [200, 100, 50], 100);
    await writePicture(`${root}/train/7/train_00002_aligned.jpg`, [0, 0, 0], 100);
    await writePicture(`${root}/test/4/test_0001_aligned.jpg`, [9, 9, 9], 100);
    const { training, validation } = await loadFaces(config, { folder });
    assert.deepEqual([...training.labels], [5]);
    // 0.299 · 200 + 0.587 · 100 + 0.114 · 50 = 124.2; JPEG's own colours move it by a level.
    assert.ok(Math.abs(training.pixels[0]! - 124) <= 1, `grey ${training.pixels[0]}`);
    assert.deepEqual([...validation.labels], [3]);
  });
});

Deno.test("loadFaces() names list and row when RAF-DB's labels are wrong", async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["train_00002.jpg 8", /list_patition_label\.txt, row 1: .* must be 1 to 7, but is "8"/],
    ["train_00002.jpg", /row 1: it must be like "train_00001\.jpg 5", but is "train_00002\.jpg"/],
    ["train_00009.jpg 1", /row 1: its picture .*train_00009_aligned\.jpg is missing/],
  ];
  for (const [line, message] of cases) {
    await withFolder(async (folder) => {
      await writeList(folder, LINES);
      const list = `${folder}/raf-db/basic/EmoLabel/list_patition_label.txt`;
      await Deno.writeTextFile(list, [LINES[0], line, ...LINES.slice(2)].join("\n"));
      await assert.rejects(loadFaces(config, { folder }), message);
    });
  }
});

Deno.test("loadFaces() names the picture of RAF-DB that has another size", async () => {
  await withFolder(async (folder) => {
    await writeList(folder, LINES);
    await writePicture(`${folder}/raf-db/basic/Image/aligned/test_0001_aligned.jpg`, [1, 1, 1], 99);
    await assert.rejects(
      loadFaces(config, { folder }),
      /test_0001_aligned\.jpg: it must be 100×100 like the first, but is 99×99/,
    );
  });
});

Deno.test("loadFaces() joins FER+ and RAF-DB when both are asked for", async () => {
  await withFolder(async (folder) => {
    await writeList(folder, LINES);
    const fixtures = new URL("../fixtures/data/", import.meta.url);
    await Deno.copyFile(new URL("faces.parquet", fixtures), `${folder}/fer2013.parquet`);
    const header = "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear," +
      "contempt,unknown,NF";
    const votes = ["Training,a,0,7,3,0,0,0,0,0,0,0", "Training,b,0,0,0,0,9,0,0,0,1,0"];
    const tests = ["PublicTest,c,0,8,0,0,2,0,0,0,0,0", "PrivateTest,d,0,0,0,0,9,0,0,0,0,1"];
    await Deno.writeTextFile(`${folder}/fer2013new.csv`, [header, ...votes, ...tests].join("\n"));
    const both = { ...config, dataset: "ferplus+raf-db", target: "votes" } as const;
    const { training, validation, hashes } = await loadFaces(both, { folder });
    assert.deepEqual([training.width, training.height, training.name], [64, 64, "ferplus+raf-db"]);
    assert.deepEqual([...training.labels], [3, 0, 5, 2, 1, 3, 4, 0]);
    assert.deepEqual(
      [...training.targets!.subarray(0, 6)].map((share) => share.toFixed(2)),
      ["0.00", "0.00", "0.00", "0.70", "0.00", "0.30"],
    );
    assert.deepEqual([...training.targets!.subarray(12, 18)], [0, 0, 0, 0, 0, 1]);
    assert.deepEqual(validation.usage, ["public", "private", "validation"]);
    assert.deepEqual(Object.keys(hashes), ["fer2013.parquet", "fer2013new.csv", "raf-db/"]);
    assert.equal(training.rows[2], "raf-db:train_00001_aligned.jpg");
    await assert.rejects(
      loadFaces({ ...both, classes: CLASS_LISTS.eight }, { folder }),
      /Cannot use class "contempt"/,
    );
  });
});
