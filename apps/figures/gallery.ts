/** `figures/README.md`: every figure with the function that draws it and the cell that shows it. */
import { readdirSync } from "node:fs";
import type { CatalogueEntry } from "lib/figures/catalogue.ts";

interface Notebook {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly source: string | readonly string[];
  }[];
}

/** Where a function is called: file of the notebook and number of the code cell, from 1. */
export interface CellPlace {
  readonly notebook: string;
  readonly cell: number;
}

/** The first cell of each notebook that calls the function. */
export function findCells(folder: string, functionName: string): CellPlace[] {
  const call = new RegExp(`\\b${functionName}\\(`);
  return notebookNames(folder).flatMap((notebook) => {
    const { cells } = JSON.parse(Deno.readTextFileSync(`${folder}/${notebook}`)) as Notebook;
    const code = cells.filter(({ cell_type }) => cell_type === "code");
    const cell = code.findIndex(({ source }) =>
      call.test(typeof source === "string" ? source : source.join(""))
    );
    return cell < 0 ? [] : [{ notebook, cell: cell + 1 }];
  });
}

/**
 * The gallery's Markdown.
 *
 * @param drawn the entries that have files
 * @param cells the cells of an entry's function
 */
export function galleryText(
  drawn: readonly CatalogueEntry[],
  cells: (entry: CatalogueEntry) => readonly CellPlace[],
): string {
  const sections = drawn.map((entry) => {
    const places = cells(entry).map(({ notebook, cell }) =>
      `[${notebook.replace(/\.ipynb$/, "")}](../notebooks/${notebook}), code cell ${cell}`
    );
    return [
      `## ${entry.place}: ${entry.title}`,
      "",
      `\`${entry.functionName}\` in [lib/figures/${entry.file}](../lib/figures/${entry.file})` +
      (places.length > 0 ? ` · ${places.join(" · ")}` : ""),
      "",
      `![${entry.title}](${entry.name}.svg)`,
      "",
    ].join("\n");
  });
  return [
    "# Figures",
    "",
    "Made by `deno task figures` from the recorded runs in `experiments/results/` and from the",
    "networks’ own descriptions; no data set is needed. Each is there as SVG and as PNG. Figures",
    "with faces of a data set are shown only in the notebooks, where the data is.",
    "",
    ...sections,
  ].join("\n");
}

function notebookNames(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".ipynb")).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    if ((error as { code?: string }).code === "ENOENT") return [];
    throw error;
  }
}
