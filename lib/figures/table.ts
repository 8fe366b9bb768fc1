/**
 * A table as plain data, drawn as SVG for print and written as Markdown for the README, so that the
 * two cannot differ. Rules as in a book: above, below and under the head, none between columns.
 */
import { frame } from "./frame.ts";
import { COLOURS, SIZES } from "./style.ts";
import { line, rect, text } from "./svg.ts";
import { textWidth, wrap } from "./text.ts";

export interface Column {
  readonly header: string;
  /** Neighbours of the same group share a heading above theirs. */
  readonly group?: string;
  readonly align?: "left" | "right";
  /** Greatest width in pixels; longer cells wrap. */
  readonly wrapAt?: number;
}

/** A cell's text, or text with emphasis. */
export type Cell = string | { readonly text: string; readonly bold: true };

export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Indices of rows that begin a new part. */
  readonly parts?: readonly number[];
  readonly caption: string;
}

/** What stands where there is no number. */
export const NONE = "–";

const SIZE = SIZES.label;
const PADDING = 9;
const LINE = SIZE * 1.35;

/** The table as a figure, as wide as its content needs. */
export function tableFigure(table: Table): string {
  checkTable(table);
  const widths = columnWidths(table);
  const natural = widths.reduce((sum, width) => sum + width, 0);
  const total = Math.max(natural, SIZES.half - 2 * SIZES.margin);
  // Room left over goes between the columns, so that a narrow table still spans its caption.
  const extra = widths.length > 1 ? (total - natural) / (widths.length - 1) : 0;
  const lefts = widths.map((_, i) =>
    widths.slice(0, i).reduce((sum, width) => sum + width + extra, 0)
  );
  const parts: string[] = [];
  const cell = (content: string, column: number, y: number, bold: boolean, fill?: string) => {
    const right = table.columns[column]!.align === "right";
    const x = right ? lefts[column]! + widths[column]! - PADDING : lefts[column]! + PADDING;
    parts.push(text(x, y, content, {
      size: SIZE,
      weight: bold ? "bold" : "regular",
      anchor: right ? "end" : "start",
      ...(fill === undefined ? {} : { fill }),
    }));
  };

  let y = 0;
  parts.push(rule(0, total, y, 1.5));
  const groups = groupSpans(table.columns);
  if (groups.length > 0) {
    y += LINE + 6;
    for (const { name, first, last } of groups) {
      const [from, to] = [lefts[first]! + PADDING, lefts[last]! + widths[last]! - PADDING];
      parts.push(
        text((from + to) / 2, y - 5, name, { size: SIZE, weight: "bold", anchor: "middle" }),
      );
      parts.push(line(from, y, to, y, { stroke: COLOURS.rule, "stroke-width": 0.75 }));
    }
  }
  const heads = table.columns.map(({ header, wrapAt }) =>
    wrap(header, wrapAt ?? Infinity, SIZE, "bold")
  );
  const headLines = Math.max(...heads.map((lines) => lines.length));
  heads.forEach((lines, c) =>
    lines.forEach((content, i) =>
      cell(content, c, y + 4 + LINE * (headLines - lines.length + i + 1) - 3, true)
    )
  );
  y += headLines * LINE + 8;
  parts.push(rule(0, total, y, 0.75));

  table.rows.forEach((row, r) => {
    if (r > 0 && table.parts?.includes(r)) {
      parts.push(rule(0, total, y + 3, 0.5));
      y += 6;
    }
    const lines = row.map((content, c) =>
      wrap(cellText(content), table.columns[c]!.wrapAt ?? Infinity, SIZE, weightOf(content))
    );
    const height = Math.max(...lines.map((each) => each.length)) * LINE + 4;
    if (r % 2 === 1) parts.push(rect(0, y + 1, total, height, { fill: COLOURS.shade }));
    lines.forEach((each, c) =>
      each.forEach((content, i) => {
        const fill = content === NONE ? COLOURS.muted : undefined;
        cell(content, c, y + LINE * (i + 1) - 1, weightOf(row[c]!) === "bold", fill);
      })
    );
    y += height;
  });
  y += 3;
  parts.push(rule(0, total, y, 1.5));
  const width = total + 2 * SIZES.margin;
  return frame({ width, title: table.title, caption: table.caption }, {
    height: y,
    svg: parts.join(""),
  });
}

/** The table in GitHub's Markdown, its caption below. Group names go into the headings. */
export function tableMarkdown(table: Table): string {
  checkTable(table);
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const headings = table.columns.map(({ header, group }) =>
    escapeMarkdown(group === undefined ? header : `${group}: ${header}`)
  );
  return [
    row(headings),
    row(table.columns.map(({ align }) => align === "right" ? "---:" : "---")),
    ...table.rows.map((cells) =>
      row(cells.map((cell) => {
        const content = escapeMarkdown(cellText(cell));
        return weightOf(cell) === "bold" ? `**${content}**` : content;
      }))
    ),
    "",
    escapeMarkdown(table.caption),
  ].join("\n") + "\n";
}

function columnWidths({ columns, rows }: Table): number[] {
  return columns.map(({ header, wrapAt = Infinity }, c) => {
    const widest = (lines: string[], weight: "regular" | "bold") =>
      Math.max(...lines.map((content) => textWidth(content, SIZE, weight)));
    const cells = rows.map((row) => {
      const weight = weightOf(row[c]!);
      return widest(wrap(cellText(row[c]!), wrapAt, SIZE, weight), weight);
    });
    return Math.max(widest(wrap(header, wrapAt, SIZE, "bold"), "bold"), ...cells) + 2 * PADDING;
  });
}

function groupSpans(columns: readonly Column[]): { name: string; first: number; last: number }[] {
  const spans: { name: string; first: number; last: number }[] = [];
  columns.forEach(({ group }, c) => {
    if (group === undefined) return;
    const open = spans.at(-1);
    if (open?.name === group && open.last === c - 1) open.last = c;
    else spans.push({ name: group, first: c, last: c });
  });
  return spans;
}

function checkTable({ title, columns, rows }: Table): void {
  if (rows.length === 0) {
    throw new Error(`Cannot draw the table “${title}”: it must have rows, but has none`);
  }
  const bad = rows.findIndex((row) => row.length !== columns.length);
  if (bad >= 0) {
    throw new Error(
      `internal: row ${bad} of the table “${title}” must have ${columns.length} cells, but has ` +
        `${rows[bad]!.length}`,
    );
  }
  if (rows.flat().some((cell) => cellText(cell).includes("NaN"))) {
    throw new Error(`Cannot draw the table “${title}”: its numbers must be finite, but one is NaN`);
  }
}

function rule(from: number, to: number, y: number, width: number): string {
  return line(from, y, to, y, { "stroke-width": width });
}

function cellText(cell: Cell): string {
  return typeof cell === "string" ? cell : cell.text;
}

function weightOf(cell: Cell): "regular" | "bold" {
  return typeof cell === "string" ? "regular" : "bold";
}

function escapeMarkdown(content: string): string {
  return content.replaceAll("|", "\\|").replaceAll("*", "\\*");
}
