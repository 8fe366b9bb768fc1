/** Notebook cells as modules: positions, the compiler's errors mapped back, and style findings. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { cellErrors, cellFindings, cellsModule, locateLine } from "../../apps/notebooks/cells.ts";
import { checkNotebooks } from "../../apps/notebooks/check.ts";
import { type Cell, type Notebook, notebookText } from "../../apps/notebooks/notebook.ts";

function code(source: string | string[], more: Partial<Cell> = {}): Cell {
  return { cell_type: "code", source, metadata: {}, outputs: [], execution_count: null, ...more };
}

function notebook(...cells: Cell[]): Notebook {
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
}

const two = notebook(
  code(["const a = 1;\n", "const b = 2;"]),
  { cell_type: "markdown", source: "Text", metadata: {} },
  code("a + b;\nb;"),
);

Deno.test("cellsModule() joins code cells and locateLine() finds them again", () => {
  const module = cellsModule(two);
  assert.equal(module.source, "const a = 1;\nconst b = 2;\na + b;\nb;\nexport {};\n");
  assert.deepEqual(locateLine(module, 2), { cell: 1, line: 2 });
  assert.deepEqual(locateLine(module, 3), { cell: 2, line: 1 });
  assert.deepEqual(locateLine(module, 4), { cell: 2, line: 2 });
});

Deno.test("cellErrors() names notebook, cell and line, and leaves unused names out", () => {
  const output = `TS2322 [ERROR]: Type 'string' is not assignable to type 'number'.
b;
~
    at file:///x/two.ts:4:1

TS6133 [ERROR]: 'unused' is declared but its value is never read.
    at file:///x/two.ts:1:7

Found 2 errors.

error: Type checking failed.`;
  const modules = new Map([["file:///x/two.ts", { path: "two.ipynb", module: cellsModule(two) }]]);
  assert.deepEqual(cellErrors(output, modules), [
    "TS2322 [ERROR]: Type 'string' is not assignable to type 'number'.\nb;\n~\n" +
    "    at two.ipynb, code cell 2, line 2:1",
  ]);
});

Deno.test("cellFindings() reports long cells, relative imports, kept faces, scripts and paths", () => {
  const output = (text: string) => ({ output_type: "stream" as const, text });
  const findings = cellFindings(
    notebook(
      code("x\n".repeat(20)),
      code('import { a } from "../lib/a.ts";'),
      code("show();", { metadata: { tags: ["faces"] }, outputs: [output("picture")] }),
      code("show();", { outputs: [output("<script>")] }),
      code("show();", { outputs: [output("at file:///home/me/a.ts")] }),
      code('import { a } from "lib/a.ts";', { outputs: [output("fine")] }),
    ),
    "n.ipynb",
  );
  assert.deepEqual(findings.map((text) => /code cell (\d)/.exec(text)?.[1]), [..."12345"]);
});

Deno.test("checkNotebooks() finds a type error in a cell and passes a sound notebook", async () => {
  const folder = mkdtempSync(join(tmpdir(), "notebooks-"));
  const path = join(folder, "probe.ipynb");
  const use = 'import { tensorflowVersion } from "lib/engine/libraries.ts";';
  Deno.writeTextFileSync(
    path,
    notebookText(notebook(code(use), code("tensorflowVersion.trim();"))),
  );
  assert.deepEqual(await checkNotebooks([path]), []);
  const wrong = notebook(code(use), code("\nconst n: number = tensorflowVersion;\nn;"));
  Deno.writeTextFileSync(path, notebookText(wrong));
  const [finding, ...others] = await checkNotebooks([path]);
  assert.deepEqual(others, []);
  const name = relative(fileURLToPath(new URL("../..", import.meta.url)), path);
  assert.match(finding ?? "", /TS2322/);
  assert(finding?.includes(`${name}, code cell 2, line 2:7`));
  rmSync(folder, { recursive: true });
});
