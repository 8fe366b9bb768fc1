/**
 * Rows or a polars DataFrame as a table: HTML in a notebook, aligned columns of text anywhere else.
 * Polars' own output cuts long tables and cells, groups no thousands and states every type.
 */
import type { DataFrame } from "nodejs-polars";
import { type Bundle, display, escapeMarkup } from "./output.ts";

/** A cell's value; null leaves it empty. Polars gives unsigned 64-bit integers as bigint. */
export type Value = string | number | bigint | boolean | null;
export type Row = Readonly<Record<string, Value>>;

export interface TableOptions {
  /** Columns in their order; default: the DataFrame's, or the first row's keys. */
  readonly columns?: readonly string[];
  /** One line above the table. */
  readonly caption?: string;
  /** Digits after the point of numbers that are no integers; default 3. */
  readonly digits?: number;
}

/** Shows a table; numbers are aligned to the right. */
export async function table(
  rows: readonly Row[] | DataFrame,
  options: TableOptions = {},
): Promise<void> {
  await display(tableBundle(rows, options));
}

/** The table as HTML and as text. A row that lacks a column has an empty cell there. */
export function tableBundle(
  source: readonly Row[] | DataFrame,
  options: TableOptions = {},
): Bundle {
  const rows = isRows(source) ? source : source.toRecords() as Row[];
  const columns = options.columns ?? (isRows(source) ? Object.keys(rows[0] ?? {}) : source.columns);
  const digits = options.digits ?? 3;
  const cells = rows.map((row) => columns.map((column) => format(row[column], digits)));
  const right = columns.map((column) => rows.every((row) => typeof row[column] !== "string"));
  return {
    "text/plain": plainText(columns, cells, right, options.caption),
    "text/html": html(columns, cells, right, options.caption),
  };
}

function isRows(source: readonly Row[] | DataFrame): source is readonly Row[] {
  return Array.isArray(source);
}

function format(value: Value | undefined, digits: number): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  return typeof value === "bigint" || Number.isInteger(value)
    ? value.toLocaleString("en-US")
    : value.toFixed(digits);
}

function plainText(
  columns: readonly string[],
  cells: readonly (readonly string[])[],
  right: readonly boolean[],
  caption: string | undefined,
): string {
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...cells.map((row) => row[i]?.length ?? 0))
  );
  const line = (row: readonly string[]) =>
    row.map((cell, i) => right[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))
      .join("  ").trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [...(caption === undefined ? [] : [caption]), line(columns), rule, ...cells.map(line)]
    .join("\n");
}

function html(
  columns: readonly string[],
  cells: readonly (readonly string[])[],
  right: readonly boolean[],
  caption: string | undefined,
): string {
  const row = (tag: "th" | "td", texts: readonly string[]) =>
    "<tr>" +
    texts.map((text, i) =>
      `<${tag} style="text-align:${right[i] ? "right" : "left"}">${escapeMarkup(text)}</${tag}>`
    ).join("") +
    "</tr>";
  const head = caption === undefined ? "" : `<caption>${escapeMarkup(caption)}</caption>`;
  return `<table>${head}<thead>${row("th", columns)}</thead><tbody>${
    cells.map((texts) => row("td", texts)).join("")
  }</tbody></table>`;
}
