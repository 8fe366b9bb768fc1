/** The notebooks that look at recorded runs, executed headless where no data set is. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { executeNotebook } from "../../apps/notebooks/execute.ts";
import { outputFindings } from "../../apps/notebooks/expect.ts";
import { readNotebook, withSource, writeNotebook } from "../helpers/notebooks.ts";
import { withFolder } from "../helpers/pictures.ts";

for (const name of ["06_evaluation", "08_flops"]) {
  Deno.test(`${name} shows everything from recorded runs when no data set is there`, async () => {
    await withFolder(async (folder) => {
      const source = join(folder, "source.ipynb"), target = join(folder, "executed.ipynb");
      writeNotebook(source, readNotebook(name));
      const executed = await executeNotebook(source, { target, env: { FER_DATA: folder } });
      assert.deepEqual(outputFindings(executed, name), []);
    });
  });
}

Deno.test("06_evaluation says what to do when no run is recorded", async () => {
  await withFolder(async (folder) => {
    const source = join(folder, "source.ipynb"), target = join(folder, "executed.ipynb");
    const none = `const runs = await readRuns(${JSON.stringify(folder)});`;
    writeNotebook(source, withSource(readNotebook("06_evaluation"), "runs", none));
    await assert.rejects(
      executeNotebook(source, { target, env: { FER_DATA: folder } }),
      /No run on FER\+ is recorded yet: deno task train ferplus-residual-se/,
    );
  });
});
