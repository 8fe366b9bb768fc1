/**
 * Executed notebooks made fit to be committed: without what differs from run to run or machine to
 * machine (progress bars, paths, colours of a terminal) and without faces of a data set.
 */
import { type Cell, hasTag, type MultilineText, type Notebook, type Output } from "./notebook.ts";
import { wholeText } from "./notebook.ts";

/** What a terminal would colour. */
// deno-lint-ignore no-control-regex
const ansi = /\x1b\[[0-9;]*m/g;

/** The notebook without noise; `root` is the project's folder, whose path is shown as `.`. */
export function cleanNotebook(notebook: Notebook, root: string): Notebook {
  const plain = (text: string) =>
    text.replace(ansi, "").replaceAll(`file://${root}`, ".").replaceAll(root, ".");
  return { ...notebook, cells: notebook.cells.map((cell) => cleanCell(cell, plain)) };
}

function cleanCell(cell: Cell, plain: (text: string) => string): Cell {
  if (cell.cell_type !== "code") return cell;
  const { execution: _, ...metadata } = cell.metadata;
  const outputs = hasTag(cell, "faces") ? [] : mergeStreams(cell.outputs ?? [])
    .filter((output) => !isPassing(output))
    .map((output) => cleanOutput(output, plain));
  return { ...cell, metadata, outputs };
}

/** Whether the output only meant something while the cell ran: `lib/notebook/output.ts` marks it. */
function isPassing(output: Output): boolean {
  return (output.metadata as Record<string, unknown> | undefined)?.passing === true;
}

/** Deno's kernel sends every line by itself. */
function mergeStreams(outputs: readonly Output[]): Output[] {
  const merged: Output[] = [];
  for (const output of outputs) {
    const last = merged.at(-1);
    const same = last?.output_type === "stream" && output.output_type === "stream" &&
      last.name === output.name;
    if (!same) merged.push(output);
    else {
      const text = wholeText(last.text as MultilineText) + wholeText(output.text as MultilineText);
      merged[merged.length - 1] = { ...last, text };
    }
  }
  return merged;
}

function cleanOutput(output: Output, plain: (text: string) => string): Output {
  if (output.output_type === "stream") {
    return { ...output, text: lines(plain(wholeText(output.text as MultilineText))) };
  }
  const data = output.data as Readonly<Record<string, MultilineText>> | undefined;
  if (data === undefined) return output;
  const cleaned = Object.entries(data).map(([type, value]) => {
    const isText = type.startsWith("text/") || type === "image/svg+xml";
    return [type, isText ? lines(plain(wholeText(value))) : value];
  });
  return { ...output, data: Object.fromEntries(cleaned) };
}

/** A text as notebooks store it: its lines, so that version control compares lines. */
function lines(text: string): string[] {
  return text.split(/(?<=\n)/);
}
