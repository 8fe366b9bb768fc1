/**
 * Notebook cells as one TypeScript module, so that the compiler can check what the kernel only runs,
 * and the way back from a line of that module to a cell and its line.
 */
import { hasTag, type Notebook, wholeText } from "./notebook.ts";

export interface CellsModule {
  readonly source: string;
  /** Where each code cell starts: its number among the code cells, and its line in `source`. */
  readonly starts: readonly { readonly cell: number; readonly line: number }[];
}

/** Joins the code cells of a notebook, in their order. */
export function cellsModule(notebook: Notebook): CellsModule {
  const lines: string[] = [];
  const starts: { cell: number; line: number }[] = [];
  const code = notebook.cells.filter((cell) => cell.cell_type === "code");
  for (const [index, cell] of code.entries()) {
    starts.push({ cell: index + 1, line: lines.length + 1 });
    lines.push(...wholeText(cell.source).split("\n"));
  }
  // Without an import or export the compiler would see a script, which knows no top-level await.
  return { source: [...lines, "export {};", ""].join("\n"), starts };
}

/** The code cell, counted from 1 as the kernel does, and the line in it. */
export function locateLine(module: CellsModule, line: number): { cell: number; line: number } {
  const start = module.starts.findLast((candidate) => candidate.line <= line);
  if (start === undefined) throw new Error(`internal: line ${line} is before the first cell`);
  return { cell: start.cell, line: line - start.line + 1 };
}

/** Compiler errors that mean nothing in a notebook: names no later cell happens to use. */
const unusedName = /^(?:TS6133|TS6192|TS6196|TS6198) /;

/**
 * The compiler's errors with places in notebooks instead of places in modules.
 *
 * `output` is what `deno check` prints without colours; `modules` maps the file URL of each module
 * to its notebook. Errors about unused names are left out.
 */
export function cellErrors(
  output: string,
  modules: ReadonlyMap<string, { readonly path: string; readonly module: CellsModule }>,
): string[] {
  return output
    .split(/\n(?=TS\d+ \[ERROR\])/)
    .map((block) => block.slice(Math.max(0, block.search(/TS\d+ \[ERROR\]/))))
    .filter((block) => /^TS\d+ \[ERROR\]/.test(block) && !unusedName.test(block))
    .map((block) => block.split(/\n\n(?:Found \d+ errors|error:)/)[0] ?? block)
    .map((block) =>
      block.trim().replace(/at (file:\S+?):(\d+):(\d+)/g, (whole, url, line, column) => {
        const found = modules.get(url);
        if (found === undefined) return whole;
        const place = locateLine(found.module, Number(line));
        return `at ${found.path}, code cell ${place.cell}, line ${place.line}:${column}`;
      })
    );
}

/** What the house style asks of a notebook's cells beyond types; one line a finding. */
export function cellFindings(notebook: Notebook, path: string): string[] {
  const findings: string[] = [];
  const code = notebook.cells.filter((cell) => cell.cell_type === "code");
  for (const [index, cell] of code.entries()) {
    const place = `${path}, code cell ${index + 1}`;
    const text = wholeText(cell.source);
    const length = text.split("\n").length;
    if (length > 14) findings.push(`${place}: must have at most 14 lines, but has ${length}.`);
    const relative = /from\s+["'](\.[^"']*|file:[^"']*)["']/.exec(text)?.[1];
    if (relative !== undefined) {
      findings.push(`${place}: must import by the import map's names, but imports "${relative}".`);
    }
    if (hasTag(cell, "faces") && (cell.outputs?.length ?? 0) > 0) {
      findings.push(`${place}: must have no outputs, because it shows a data set's faces.`);
    }
    if (
      /<script|file:\/\/|\/home\/|\/root\/|\/tmp\/|\/Users\//.test(
        JSON.stringify(cell.outputs ?? []),
      )
    ) {
      findings.push(`${place}: outputs must hold no script and no path, but do.`);
    }
  }
  return findings;
}
