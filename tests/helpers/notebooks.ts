/** Copies of the project's notebooks with other settings, for tests that execute them. */
import { fileURLToPath } from "node:url";
import { basename, join } from "node:path";
import {
  hasTag,
  type Notebook,
  notebookText,
  parseNotebook,
} from "../../apps/notebooks/notebook.ts";

export const projectRoot: string = fileURLToPath(new URL("../../", import.meta.url));

/** One of the project's notebooks, e.g. `04_residual_se`. */
export function readNotebook(name: string): Notebook {
  const path = join(projectRoot, "notebooks", `${name}.ipynb`);
  return parseNotebook(Deno.readTextFileSync(path), basename(path));
}

/** The notebook with the source of the cell that bears the tag replaced. Throws when none does. */
export function withSource(notebook: Notebook, tag: string, source: string): Notebook {
  if (!notebook.cells.some((cell) => hasTag(cell, tag))) {
    throw new Error(`Cannot change the notebook: a cell must be tagged ${tag}, but none is.`);
  }
  const cells = notebook.cells.map((cell) => hasTag(cell, tag) ? { ...cell, source } : cell);
  return { ...notebook, cells };
}

/** Writes a notebook. */
export function writeNotebook(path: string, notebook: Notebook): void {
  Deno.writeTextFileSync(path, notebookText(notebook));
}
