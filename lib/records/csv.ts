/**
 * CSV for people who open it in a spreadsheet and for programs that read it back: RFC 4180 quoting,
 * numbers in full, and no cell that a spreadsheet would take for a formula.
 */

/** First characters that make a spreadsheet run a cell, and the apostrophe that keeps it from it. */
const FORMULA = /^[=+\-@\t\r']/;

/**
 * One line of a table, without its line break. Text that could be a formula gets a leading
 * apostrophe, as does text that starts with one, so that `plainText` restores every text.
 *
 * @example
 * ```ts
 * import { csvLine } from "lib/records/csv.ts";
 * if (csvLine(["=1+1.jpg", 0.25, null]) !== "'=1+1.jpg,0.25,") throw new Error("escaped");
 * ```
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return cells.map((cell) => {
    if (cell === null) return "";
    if (typeof cell === "number") return String(cell);
    const text = FORMULA.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }).join(",");
}

/** The text that `csvLine` was given, from the cell that was read back. */
export function plainText(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}

/**
 * The cells of a table, quoted cells with their commas and line breaks. A last line without a line
 * break counts too.
 *
 * @throws Error when the text ends within quotes
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A cell and what ends it: a comma, a line break or the end of the text.
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (pattern.lastIndex < text.length || row.length > 0) {
    const match = pattern.exec(text);
    if (match === null) {
      throw new Error(`Cannot read the CSV: row ${rows.length + 1} must be quoted properly`);
    }
    row.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    if (match[3] === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** A float32 as the shortest number that reads back as the same float32. */
export function float32(value: number): number {
  const single = Math.fround(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return Number(single.toPrecision(9));
}
