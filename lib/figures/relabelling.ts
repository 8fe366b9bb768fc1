/** What became of FER-2013's labels when ten people looked at every picture again. */
import { frame, innerWidth } from "./frame.ts";
import { matrixCells, matrixNames, matrixShades, matrixShares } from "./matrix.ts";
import { plot } from "./plot.ts";
import { SIZES } from "./style.ts";
import { percent, thousands } from "./words.ts";

/** The pictures of one old label by their new one; the rest to `n` has no label now. */
export interface Relabelled {
  readonly label: string;
  readonly n: number;
  readonly to: Readonly<Record<string, number>>;
}

const TOP = 22;
const LEFT = 96;
const HIGH = 36;

/**
 * Old labels in rows, new ones in columns, the share of the row in per cent; the last column counts
 * pictures without a usable new label.
 *
 * @param columns new labels in their order
 * @returns SVG
 * @throws Error when there is no row
 */
export function relabellingFigure(
  rows: readonly Relabelled[],
  columns: readonly string[],
): string {
  if (rows.length === 0) {
    throw new Error("Cannot draw the relabelling: there must be a class, but there is none");
  }
  const width = SIZES.full;
  const names = [...columns, "none"];
  const named = rows.map(({ label, n }) => ({ name: label, n }));
  const counts = rows.map(({ n, to }) => {
    const known = columns.map((name) => to[name] ?? 0);
    return [...known, n - known.reduce((sum, count) => sum + count, 0)];
  });
  const cells = matrixCells(named, names, counts);
  const height = TOP + rows.length * HIGH;
  const svg = plot({
    width: innerWidth(width),
    height,
    marginTop: TOP,
    marginRight: 0,
    marginBottom: 0,
    marginLeft: LEFT,
    x: { domain: names, padding: 0, round: false },
    y: { domain: named.map(({ name }) => name), padding: 0, round: false },
    marks: [
      matrixShades(cells),
      matrixShares(cells, { fontSize: SIZES.small, dy: 0 }),
      matrixNames(named, SIZES.small),
    ],
  });
  const n = rows.reduce((sum, row) => sum + row.n, 0);
  const kept = rows.reduce((sum, row) => sum + (row.to[row.label] ?? 0), 0);
  return frame({
    width,
    title: "The same faces under FER-2013's label (rows) and FER+'s (columns)",
    caption: `Per cent of each row; n = ${thousands(n)} pictures of all parts, of which ` +
      `${
        percent(kept / n, 1)
      } % keep their label. FER+: first of the labels with the most of ten ` +
      "votes. None: unknown, no face, or not known which row of the table it is.",
  }, { height, svg });
}
