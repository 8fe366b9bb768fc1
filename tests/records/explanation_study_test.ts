import assert from "node:assert/strict";
import { readStudy, studyPath, writeStudy } from "../../lib/records/explanation_study.ts";
import { withFolder } from "../helpers/pictures.ts";
import { syntheticStudy } from "../helpers/synthetic_study.ts";

Deno.test("readStudy() gives back what writeStudy() wrote, and null where nothing is", async () => {
  await withFolder(async (folder) => {
    const study = syntheticStudy();
    const path = studyPath(folder, study.run);
    assert.equal(path, `${folder}/explain/synthetic-smoke-seed1.json`);
    assert.equal(await readStudy(path), null);
    await writeStudy(path, study);
    assert.deepEqual(await readStudy(path), study);
    const text = await Deno.readTextFile(path);
    assert(text.split("\n").length < 400, "a list of scores is one line");
  });
});

Deno.test("writeStudy() and readStudy() refuse scores that cannot be", async () => {
  const study = syntheticStudy();
  const [first] = study.methods;
  const wrong = [
    [{ ...first!, deletion: [0.5] }, /a score for each of 40 pictures, but has 1/],
    [{ ...first!, insertion: first!.insertion.map(() => NaN) }, /from 0 to 1, but has NaN/],
    [{ ...first!, insertion: first!.insertion.map(() => 1.5) }, /from 0 to 1, but has 1.5/],
  ] as const;
  await withFolder(async (folder) => {
    for (const [method, problem] of wrong) {
      await assert.rejects(
        writeStudy(`${folder}/a.json`, { ...study, methods: [method] }),
        problem,
      );
    }
    await Deno.writeTextFile(`${folder}/b.json`, '{"format": 2}');
    await assert.rejects(readStudy(`${folder}/b.json`), /b.json: format must be 1, but is 2/);
    await Deno.writeTextFile(`${folder}/b.json`, "{");
    await assert.rejects(readStudy(`${folder}/b.json`), /Cannot read .*b.json/);
  });
});
