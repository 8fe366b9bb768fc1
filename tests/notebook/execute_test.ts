/** Notebooks run headless in the real kernel: nothing is lost, and a failure names its cell. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { liveChartSvg } from "lib/notebook/live_chart.ts";
import { executeNotebook } from "../../apps/notebooks/execute.ts";
import { type Notebook, notebookText, type Output } from "../../apps/notebooks/notebook.ts";

async function run(...sources: string[]): Promise<{ executed: Notebook; cells: number[] }> {
  const folder = mkdtempSync(join(tmpdir(), "execute-"));
  const source = join(folder, "probe.ipynb");
  const cells = sources.map((text, index) => ({
    cell_type: "code" as const,
    id: `cell-${index + 1}`,
    source: text,
    metadata: {},
    outputs: [],
    execution_count: null,
  }));
  Deno.writeTextFileSync(
    source,
    notebookText({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }),
  );
  const done: number[] = [];
  try {
    const executed = await executeNotebook(source, {
      target: join(folder, "executed.ipynb"),
      onCell: (cell) => done.push(cell),
    });
    return { executed, cells: done };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function outputs(notebook: Notebook, cell: number): readonly Output[] {
  return notebook.cells[cell - 1]?.outputs ?? [];
}

Deno.test("executeNotebook() keeps every line and the last state of what changes in place", async () => {
  const { executed, cells } = await run(
    `import { Progress } from "lib/notebook/progress.ts";
import { LiveChart } from "lib/notebook/live_chart.ts";
import { table } from "lib/notebook/table.ts";
import { interruptible } from "lib/notebook/interruptible.ts";`,
    `for (let i = 0; i < 500; i++) console.log("line", i);`,
    `const chart = new LiveChart({ title: "probe", epochs: 1, log: [], running: [] });
const bar = new Progress({ total: 40, label: "probe" });
await interruptible(async () => {
  for (let i = 1; i <= 40; i++) {
    chart.step({ at: i / 40, loss: 2 - i / 40, accuracy: i / 80 });
    bar.advance(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
await bar.finish();
await chart.finish();`,
    `await table([{ name: "a", value: 1 }]);`,
  );
  assert.deepEqual(cells, [1, 2, 3, 4]);
  const text = outputs(executed, 2).map((output) => [output.text].flat().join("")).join("");
  assert.equal(text, Array.from({ length: 500 }, (_, i) => `line ${i}\n`).join(""));
  const [chart, bar, ...others] = outputs(executed, 3).map((output) => ({
    data: output.data as Record<string, string | string[]>,
    metadata: output.metadata,
  }));
  assert.deepEqual(others, []);
  const steps = Array.from({ length: 40 }, (_, i) => i + 1);
  const running = steps.map((i) => ({ at: i / 40, loss: 2 - i / 40, accuracy: i / 80 }));
  assert.equal(
    [chart?.data["image/svg+xml"]].flat().join(""),
    liveChartSvg({ title: "probe", epochs: 1, log: [], running }),
  );
  assert([bar?.data["text/plain"]].flat().join("").startsWith("probe  100 %  40 of 40 images"));
  assert.deepEqual(bar?.metadata, { passing: true });
  const shown = outputs(executed, 4)[0]?.data as Record<string, unknown>;
  assert.deepEqual(Object.keys(shown).toSorted(), ["text/html", "text/plain"]);
});

Deno.test("executeNotebook() names the cell and the error when a cell throws", async () => {
  await assert.rejects(
    run("1 + 1", 'throw new Error("Cannot go on: a must be 1, but is 2.");', "2 + 2"),
    /code cell 2 failed: Error: Cannot go on: a must be 1, but is 2\./,
  );
});

Deno.test("executeNotebook() says so when the kernel dies", async () => {
  await assert.rejects(run("Deno.exit(3);"), /code cell 1 failed: the kernel died/);
});
