/** The project's notebooks, executed headless from first to last cell where no data set is. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { executeNotebook } from "../../apps/notebooks/execute.ts";
import { outputFindings } from "../../apps/notebooks/expect.ts";
import { type Notebook, notebookFiles } from "../../apps/notebooks/notebook.ts";
import { projectRoot, readNotebook, withSource, writeNotebook } from "../helpers/notebooks.ts";

async function execute(notebook: Notebook): Promise<Notebook> {
  const folder = mkdtempSync(join(tmpdir(), "notebook-"));
  const source = join(folder, "source.ipynb");
  writeNotebook(source, notebook);
  try {
    return await executeNotebook(source, {
      target: join(folder, "executed.ipynb"),
      env: { FER_DATA: folder },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

Deno.test("00_data works from recorded numbers and shows everything when no data set is there", async () => {
  const executed = await execute(readNotebook("00_data"));
  assert.deepEqual(outputFindings(executed, "00_data"), []);
  assert.match(JSON.stringify(executed.cells), /No data set here: recorded numbers/);
});

Deno.test("04_residual_se trains on the smoke budget and shows everything", async () => {
  const settings = `const settings = {
  budget: "smoke",
  seed: 4,
  set: ["data.dataset=generated", "limit=96"],
  retrain: true,
} as const;
const config = resolveExperiment(findExperiment("ferplus-residual-se"), settings);`;
  const executed = await execute(withSource(readNotebook("04_residual_se"), "settings", settings));
  assert.deepEqual(outputFindings(executed, "04_residual_se"), []);
});

Deno.test("committed notebooks were executed and show what their cells are tagged with", () => {
  const files = notebookFiles(join(projectRoot, "notebooks"));
  assert(files.length > 0);
  const findings = files.flatMap((file) => {
    const name = basename(file, ".ipynb");
    return outputFindings(readNotebook(name), name);
  });
  assert.deepEqual(findings, []);
});
