import assert from "node:assert/strict";
import { describeData } from "../../lib/data/describe.ts";
import { dataFolder, isFile } from "../../lib/data/locate.ts";
import { withFolder, writePicture } from "../helpers/pictures.ts";

const ignore = !await isFile(`${dataFolder()}/fer2013.parquet`) ||
  !await isFile(`${dataFolder()}/fer2013new.csv`);
const needs = ignore ? " (ignored: FER_DATA holds no fer2013.parquet and fer2013new.csv)" : "";
const fixtures = new URL("../fixtures/data/", import.meta.url);

async function runData(folder: string, ...args: string[]) {
  const app = new URL("../../apps/data.ts", import.meta.url).pathname;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", app, ...args],
    env: { FER_DATA: folder, DEBUG: "", NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

Deno.test({
  name: `describeData() gives the known facts of FER-2013 and FER+ when both are there${needs}`,
  ignore,
  async fn() {
    const { datasets, missing } = await describeData(dataFolder());
    const { fer2013, ferplus } = datasets;
    assert.deepEqual(fer2013!.problems, []);
    assert.deepEqual(ferplus!.problems, []);
    assert.ok(missing.every((name) => name === "raf-db"));
    const six = ferplus!.tables.six!;
    assert.deepEqual([six.training, six.validation], [17_913, 4_451]);
    assert.deepEqual(
      Object.entries(six.classes).map(([name, counts]) => [name, counts.validation]),
      [
        ["angry", 644],
        ["disgust", 57],
        ["fear", 167],
        ["happy", 1827],
        ["sad", 856],
        ["surprise", 900],
      ],
    );
    assert.equal(six.public + six.private, six.validation);
    const { distinct, repeated } = fer2013!.duplicates;
    assert.deepEqual([distinct, repeated], [34_036, 1_851]);
    assert.equal(ferplus!.duplicatesSix.acrossSplit, 572);
    assert.equal(fer2013!.grey.all.std.toFixed(4), "0.2550");
  },
});

Deno.test("describeData() tells what differs when a file is not the known one", async () => {
  await withFolder(async (folder) => {
    await Deno.copyFile(new URL("faces.parquet", fixtures), `${folder}/fer2013.parquet`);
    const { datasets, missing } = await describeData(folder);
    assert.deepEqual(missing, ["ferplus", "raf-db"]);
    const { problems, files, tables } = datasets.fer2013!;
    assert.equal(files["fer2013.parquet"]!.check, "other");
    assert.match(problems[0]!, /fer2013\.parquet is another file than the one/);
    assert.equal(problems[1], "in all: 3 training pictures instead of 28709");
    assert.ok(problems.includes("happy: 1 validation pictures instead of 1774"));
    assert.deepEqual(tables.seven!.classes["neutral"], {
      training: 0,
      validation: 1,
      public: 1,
      private: 0,
    });
  });
});

Deno.test("deno task data says where to get each data set when none is there", async () => {
  await withFolder(async (folder) => {
    const { code, stdout, stderr } = await runData(folder);
    assert.equal(code, 0, stderr);
    for (const word of ["FER-2013", "FER+", "RAF-DB", "Kaggle", "on request", "MIT"]) {
      assert.ok(stdout.includes(word), word);
    }
    const json = await runData(folder, "--json");
    assert.deepEqual(JSON.parse(json.stdout).missing, ["fer2013", "ferplus", "raf-db"]);
    const nowhere = await runData(`${folder}/nothing`);
    assert.equal(nowhere.code, 0);
    assert.match(nowhere.stdout, /No data set in .*nothing: notebooks and figures work from/);
  });
});

Deno.test("deno task data ends with status 1 and one line when a data set is damaged", async () => {
  await withFolder(async (folder) => {
    const bytes = await Deno.readFile(new URL("faces.parquet", fixtures));
    await Deno.writeFile(`${folder}/fer2013.parquet`, bytes.subarray(0, 900));
    const { code, stdout, stderr } = await runData(folder, "--json");
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^Cannot read .*fer2013\.parquet: a Parquet file must end .*\n$/);
  });
});

Deno.test("deno task data ends with status 1 after its tables when counts are not as known", async () => {
  await withFolder(async (folder) => {
    await writePicture(`${folder}/raf-db/train/1/a.jpg`, [9, 9, 9]);
    await writePicture(`${folder}/raf-db/test/4/b.jpg`, [9, 9, 9]);
    const { code, stdout, stderr } = await runData(folder, "--json");
    assert.equal(code, 1);
    assert.match(stderr, /in all: 1 training pictures instead of 12271/);
    assert.equal(JSON.parse(stdout).datasets["raf-db"].tables.six.classes.happy.validation, 1);
  });
});
