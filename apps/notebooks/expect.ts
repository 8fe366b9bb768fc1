/**
 * What an executed notebook must show. Tags on a code cell say what it shows: `figure` (a picture),
 * `table`, `faces` (a picture of a data set, which is not kept). Without this check a kernel that
 * loses an output would go unnoticed. A cell that says of a run that it is not recorded yet has
 * nothing to show.
 */
import { type Cell, hasTag, type MultilineText, type Notebook, wholeText } from "./notebook.ts";

interface Expectation {
  readonly tag: string;
  readonly types: readonly string[];
  readonly name: string;
}

const expectations: readonly Expectation[] = [
  { tag: "figure", types: ["image/svg+xml", "image/png"], name: "a picture" },
  { tag: "table", types: ["text/html"], name: "a table" },
];

/** What is missing or wrong in the outputs of an executed notebook; one line a finding. */
export function outputFindings(notebook: Notebook, path: string): string[] {
  const findings: string[] = [];
  const code = notebook.cells.filter((cell) => cell.cell_type === "code");
  for (const [index, cell] of code.entries()) {
    const place = `${path}, code cell ${index + 1}`;
    if (cell.execution_count === null || cell.execution_count === undefined) {
      findings.push(`${place}: must have run, but has not.`);
    }
    for (const { tag, types, name } of expectations) {
      if (hasTag(cell, tag) && !types.some((type) => shows(cell, type)) && !waits(cell)) {
        findings.push(`${place}: must show ${name}, but shows none.`);
      }
    }
    for (const output of cell.outputs ?? []) {
      if (output.output_type === "error") findings.push(`${place}: failed: ${output.evalue}`);
      const data = output.data as Record<string, unknown> | undefined;
      if (data !== undefined && data["text/plain"] === undefined) {
        findings.push(`${place}: an output must have a form as text, but has none.`);
      }
    }
  }
  return findings;
}

function shows(cell: Cell, type: string): boolean {
  return (cell.outputs ?? []).some((output) =>
    (output.data as Record<string, unknown> | undefined)?.[type] !== undefined
  );
}

/** Whether a cell says that its run is not recorded yet. */
function waits(cell: Cell): boolean {
  return (cell.outputs ?? []).some((output) =>
    output.output_type === "stream" &&
    wholeText(output.text as MultilineText).includes("not recorded yet")
  );
}
