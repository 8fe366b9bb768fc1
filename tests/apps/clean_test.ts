/** Executed notebooks without noise, and the check that nothing expected is missing. */
import assert from "node:assert/strict";
import { cleanNotebook } from "../../apps/notebooks/clean.ts";
import { outputFindings } from "../../apps/notebooks/expect.ts";
import type { Cell, Notebook, Output } from "../../apps/notebooks/notebook.ts";

function executed(tags: string[], ...outputs: Output[]): Cell {
  const metadata = { tags, execution: { "iopub.status.busy": "now" } };
  return { cell_type: "code", source: "x", metadata, outputs, execution_count: 1 };
}

function notebook(...cells: Cell[]): Notebook {
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
}

const stream = (text: string, name = "stdout"): Output => ({ output_type: "stream", name, text });
const shown = (data: Record<string, string>, metadata = {}): Output => ({
  output_type: "display_data",
  data,
  metadata,
});

Deno.test("cleanNotebook() removes colours, paths, timings and passing outputs, and joins lines", () => {
  const cell = executed(
    [],
    stream("a\n"),
    stream("at file:///here/lib/a.ts in /here/lib\n"),
    stream("warn\n", "stderr"),
    shown({ "text/plain": "\x1b[33m3\x1b[39m\nb" }),
    shown({ "text/plain": "31 images/s" }, { passing: true }),
  );
  const [cleaned] = cleanNotebook(notebook(cell), "/here").cells;
  assert.deepEqual(cleaned?.metadata, { tags: [] });
  assert.deepEqual(cleaned?.outputs, [
    { output_type: "stream", name: "stdout", text: ["a\n", "at ./lib/a.ts in ./lib\n"] },
    { output_type: "stream", name: "stderr", text: ["warn\n"] },
    { output_type: "display_data", data: { "text/plain": ["3\n", "b"] }, metadata: {} },
  ]);
});

Deno.test("cleanNotebook() keeps no output of a cell that shows a data set's faces", () => {
  const cell = executed(["faces"], shown({ "text/plain": "", "image/png": "aaaa" }));
  assert.deepEqual(cleanNotebook(notebook(cell), "/here").cells[0]?.outputs, []);
});

Deno.test("outputFindings() names what a tagged cell does not show, failed cells and missing text", () => {
  const findings = outputFindings(
    notebook(
      executed(["figure"], shown({ "text/plain": "a", "image/svg+xml": "<svg/>" })),
      executed(["figure"], shown({ "text/plain": "a" })),
      executed(["table"]),
      executed([], { output_type: "error", ename: "Error", evalue: "boom" }),
      executed([], shown({ "text/html": "<b>" })),
      { ...executed([]), execution_count: null },
    ),
    "n.ipynb",
  );
  assert.deepEqual(findings, [
    "n.ipynb, code cell 2: must show a picture, but shows none.",
    "n.ipynb, code cell 3: must show a table, but shows none.",
    "n.ipynb, code cell 4: failed: boom",
    "n.ipynb, code cell 5: an output must have a form as text, but has none.",
    "n.ipynb, code cell 6: must have run, but has not.",
  ]);
});
