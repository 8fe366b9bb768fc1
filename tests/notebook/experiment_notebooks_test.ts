/** The notebooks of the experiments, executed headless where no data set is. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executeNotebook } from "../../apps/notebooks/execute.ts";
import { outputFindings } from "../../apps/notebooks/expect.ts";
import type { Notebook } from "../../apps/notebooks/notebook.ts";
import { readNotebook, withSource, writeNotebook } from "../helpers/notebooks.ts";

const NAMES = ["01_baseline", "02_stn", "03_residual", "05_augmentation", "10_beyond"];

async function execute(notebook: Notebook): Promise<Notebook> {
  const folder = mkdtempSync(join(tmpdir(), "notebook-"));
  const source = join(folder, "source.ipynb");
  writeNotebook(source, notebook);
  try {
    const target = join(folder, "executed.ipynb");
    return await executeNotebook(source, { target, env: { FER_DATA: folder } });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const settings = (values: string) => `const settings = ${values} as const;`;

for (const name of NAMES) {
  Deno.test(`${name} says what is not recorded yet, and fails nowhere`, async () => {
    // Nothing is ever recorded under this seed.
    const unknown = settings(`{ budget: "short", seed: 2147483647, set: [], retrain: false }`);
    const executed = await execute(withSource(readNotebook(name), "settings", unknown));
    assert.deepEqual(outputFindings(executed, name), []);
    assert.match(JSON.stringify(executed.cells), /seed 2147483647: not recorded yet/);
  });
}

Deno.test("05_augmentation trains each strategy on the smoke budget and says how it went", async () => {
  const tiny = settings(
    `{
  budget: "smoke",
  seed: 5,
  set: ["data.dataset=generated", "limit=32", 'stages=[{"size":32,"epochs":1}]'],
  retrain: true,
}`,
  );
  const executed = await execute(withSource(readNotebook("05_augmentation"), "settings", tiny));
  assert.deepEqual(outputFindings(executed, "05_augmentation"), []);
  const text = JSON.stringify(executed.cells);
  for (const cell of ["fer2013-none", "fer2013-vertical", "ferplus-aggressive"]) {
    assert.match(text, new RegExp(`ablation-${cell}, budget smoke, seed 5: epoch 1 of 1, valida`));
  }
});

Deno.test("LiveAugmentationTable is drawn anew in its place when a later cell adds a run", async () => {
  const helper = new URL("../helpers/synthetic_run.ts", import.meta.url).href;
  const base = readNotebook("05_augmentation");
  const code = (id: string, source: string) =>
    ({ id, cell_type: "code", source, metadata: {}, outputs: [], execution_count: null }) as const;
  const executed = await execute({
    ...base,
    cells: [
      code(
        "one",
        `import { LiveAugmentationTable } from "experiments/augmentation_cells.ts";
import { syntheticAblation } from ${JSON.stringify(helper)};
const table = new LiveAugmentationTable();
await table.show();`,
      ),
      code("two", "await table.add(syntheticAblation()[0], null);"),
    ],
  });
  const [first, second] = executed.cells;
  const plain = first!.outputs!.map(({ data }) => {
    const text = (data as Record<string, string | string[]>)["text/plain"]!;
    return Array.isArray(text) ? text.join("") : text;
  });
  assert.equal(plain.length, 1);
  assert.match(plain[0]!, /\| FER-2013 \| None \| 99\.71 \| 59\.92 \| 97\.71 \|/);
  assert.deepEqual(second!.outputs, []);
});
