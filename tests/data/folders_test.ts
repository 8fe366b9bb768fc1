import assert from "node:assert/strict";
import { CLASS_LISTS } from "../../lib/data/classes.ts";
import { readFerFolders, readLabelledFolder } from "../../lib/data/folders.ts";
import { loadFaces } from "../../lib/data/load.ts";
import { withFolder, writePicture } from "../helpers/pictures.ts";

const grey = (value: number) => [value, value, value] as const;

Deno.test("readFerFolders() gives labels by folder and parts by folder and file name", async () => {
  await withFolder(async (folder) => {
    await writePicture(`${folder}/train/angry/Training_1.jpg`, grey(10));
    await writePicture(`${folder}/train/neutral/Training_2.jpg`, grey(20));
    await writePicture(`${folder}/test/happy/PublicTest_3.jpg`, grey(30));
    await writePicture(`${folder}/test/sad/PrivateTest_4.jpg`, grey(40));
    await writePicture(`${folder}/test/sad/im5.jpg`, grey(50));
    const { faces, hashes } = await readFerFolders(folder);
    assert.deepEqual([...faces.labels], [0, 6, 3, 4, 4]);
    assert.deepEqual(faces.usage, ["training", "training", "public", "private", "validation"]);
    assert.equal(faces.rows[0], "train/angry/Training_1.jpg");
    assert.deepEqual([0, 1, 2, 3, 4].map((i) => faces.pixels[i * 2304]), [10, 20, 30, 40, 50]);
    assert.match(Object.values(hashes)[0]!, /^[0-9a-f]{64}$/);
    await writePicture(`${folder}/train/angry/Training_1.jpg`, grey(11));
    assert.notDeepEqual((await readFerFolders(folder)).hashes, hashes);
  });
});

Deno.test("loadFaces() says that FER+ needs fer2013.csv when only folders are there", async () => {
  await withFolder(async (folder) => {
    await writePicture(`${folder}/train/angry/1.jpg`, grey(10));
    await Deno.writeTextFile(`${folder}/fer2013new.csv`, "");
    const config = { classes: CLASS_LISTS.six, target: "majority", removeDuplicates: false };
    await assert.rejects(
      loadFaces({ ...config, dataset: "ferplus", target: "majority" }, { folder }),
      /votes join by row, which Kaggle's folders do not tell; put fer2013\.csv into/,
    );
  });
});

Deno.test("readLabelledFolder() resizes pictures of any size and understands spellings", async () => {
  await withFolder(async (folder) => {
    await writePicture(`${folder}/Happiness/a.jpg`, grey(90), 30);
    await writePicture(`${folder}/sad/b.jpg`, grey(120), 100);
    const { faces } = await readLabelledFolder(folder, CLASS_LISTS.six, 64);
    assert.deepEqual([faces.width, faces.height, faces.pixels.length], [64, 64, 2 * 4096]);
    assert.deepEqual([...faces.labels], [3, 4]);
    assert.deepEqual([faces.pixels[0], faces.pixels[4096]], [90, 120]);
    assert.deepEqual(faces.usage, ["validation", "validation"]);
  });
});

Deno.test("readLabelledFolder() names the folder or picture that it cannot read", async () => {
  await withFolder(async (folder) => {
    const read = () => readLabelledFolder(folder, CLASS_LISTS.six, 64);
    await assert.rejects(read(), /must hold pictures in folders named for their class/);
    await writePicture(`${folder}/happy/a.jpg`, grey(90));
    await writePicture(`${folder}/neutral/a.jpg`, grey(90));
    await assert.rejects(read(), /\/neutral: its name must be one of angry, disgust/);
    await Deno.remove(`${folder}/neutral`, { recursive: true });
    const whole = await Deno.readFile(`${folder}/happy/a.jpg`);
    await Deno.writeFile(`${folder}/happy/b.jpg`, whole.subarray(0, whole.length / 2));
    await assert.rejects(read(), /Cannot read picture .*\/happy\/b\.jpg: /);
    await Deno.writeTextFile(`${folder}/happy/b.jpg`, "<svg xmlns='http://www.w3.org/2000/svg'/>");
    await assert.rejects(read(), /Cannot read picture .*\/happy\/b\.jpg: /);
    await Deno.writeTextFile(`${folder}/happy/b.jpg`, "");
    await assert.rejects(read(), /Cannot read picture .*\/happy\/b\.jpg: /);
    await assert.rejects(
      readLabelledFolder(`${folder}/nothing`, CLASS_LISTS.six, 64),
      /Cannot read the folder .*\/nothing.*: there is no such folder/,
    );
  });
});
