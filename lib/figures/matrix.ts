/**
 * A matrix of shares, rows true and columns given: what the confusion matrix and the figure of
 * relabelled pictures have in common. In each cell the share of its row in per cent; the shade
 * follows it.
 */
import { Plot } from "./plot.ts";
import { COLOURS, onSequential, sequential, SIZES } from "./style.ts";
import { percent, thousands, titleCase } from "./words.ts";

/** A row with its number of pictures. */
export interface MatrixRow {
  readonly name: string;
  readonly n: number;
}

export interface MatrixCell {
  readonly row: string;
  readonly column: string;
  readonly count: number;
  /** Of the row; 0 where the row has no picture. */
  readonly share: number;
}

/** The cells of a matrix of counts, row by row; rows are divided by their `n`. */
export function matrixCells(
  rows: readonly MatrixRow[],
  columns: readonly string[],
  counts: readonly (readonly number[])[],
): MatrixCell[] {
  return rows.flatMap(({ name, n }, r) =>
    columns.map((column, c) => {
      const count = counts[r]![c]!;
      return { row: name, column, count, share: n === 0 ? 0 : count / n };
    })
  );
}

/** Names of rows left of the cells, with `n`; names of columns above. */
export function matrixNames(rows: readonly MatrixRow[], fontSize: number): Plot.Markish[] {
  const left = { y: "name", frameAnchor: "left", textAnchor: "end", dx: -10 } as const;
  return [
    Plot.axisX({
      anchor: "top",
      tickSize: 0,
      tickPadding: 8,
      tickFormat: titleCase,
      fontSize,
      label: null,
    }),
    Plot.text(rows, {
      ...left,
      text: ({ name }: MatrixRow) => titleCase(name),
      dy: -6,
      fontSize: SIZES.label,
    }),
    Plot.text(rows, {
      ...left,
      text: ({ n }: MatrixRow) => `n = ${thousands(n)}`,
      dy: 9,
      fontSize: SIZES.tiny,
      fill: COLOURS.muted,
    }),
  ];
}

/** The shaded cells. */
export function matrixShades(cells: readonly MatrixCell[]): Plot.Markish {
  return Plot.cell(cells, {
    x: "column",
    y: "row",
    inset: 0,
    fill: ({ share }: MatrixCell) => sequential(share),
    stroke: COLOURS.grid,
  });
}

/** The share in each cell, bold where row and column have the same name. */
export function matrixShares(
  cells: readonly MatrixCell[],
  options: { readonly fontSize: number; readonly dy: number },
): Plot.Markish[] {
  const share = ({ share }: MatrixCell) => percent(share, 1);
  const same = ({ row, column }: MatrixCell) => row === column;
  return [
    cellText(cells.filter((cell) => !same(cell)), share, options),
    cellText(cells.filter(same), share, { ...options, fontWeight: 600 }),
  ];
}

/** A text in each cell, in ink or paper as the shade asks for. */
export function cellText(
  cells: readonly MatrixCell[],
  text: (cell: MatrixCell) => string,
  options: Plot.TextOptions,
): Plot.Markish {
  return Plot.text(cells, {
    x: "column",
    y: "row",
    text,
    fill: ({ count, share }: MatrixCell) => count === 0 ? COLOURS.muted : onSequential(share),
    ...options,
  });
}
