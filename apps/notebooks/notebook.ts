/**
 * A notebook file (nbformat 4) as plain data: what checking, executing and cleaning notebooks need.
 */

/** A text in a notebook: one string, or its lines with their line ends. */
export type MultilineText = string | readonly string[];

export interface Output {
  readonly output_type: "stream" | "display_data" | "execute_result" | "error";
  readonly [field: string]: unknown;
}

export interface Cell {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly source: MultilineText;
  readonly metadata: { readonly tags?: readonly string[]; readonly [field: string]: unknown };
  readonly outputs?: readonly Output[];
  readonly execution_count?: number | null;
  readonly [field: string]: unknown;
}

export interface Notebook {
  readonly nbformat: 4;
  readonly nbformat_minor: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly Cell[];
}

/** The text in one piece. */
export function wholeText(text: MultilineText): string {
  return typeof text === "string" ? text : text.join("");
}

/** Whether the cell bears the tag. */
export function hasTag(cell: Cell, tag: string): boolean {
  return cell.metadata.tags?.includes(tag) ?? false;
}

/** Parses a notebook's text; `path` is for the error. */
export function parseNotebook(text: string, path: string): Notebook {
  let value: Partial<Notebook>;
  try {
    value = JSON.parse(text) as Partial<Notebook>;
  } catch (error) {
    throw new Error(`Cannot read ${path}: it must be JSON, but ${(error as Error).message}.`);
  }
  if (value.nbformat !== 4 || !Array.isArray(value.cells)) {
    throw new Error(
      `Cannot read ${path}: nbformat must be 4, but is ${value.nbformat}. ` +
        "Open it in JupyterLab and save it.",
    );
  }
  return value as Notebook;
}

/** The notebook as JupyterLab writes it: one space of indentation and a line end. */
export function notebookText(notebook: Notebook): string {
  return JSON.stringify(notebook, null, 1) + "\n";
}

/** Paths of the notebooks in a folder, in their order. */
export function notebookFiles(folder: string): string[] {
  return [...Deno.readDirSync(folder)]
    .filter((entry) => entry.isFile && entry.name.endsWith(".ipynb"))
    .map((entry) => `${folder}/${entry.name}`)
    .toSorted();
}
