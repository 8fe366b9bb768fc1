/** What became of FER-2013's labels when ten people looked at every picture again. */
import { frame, innerWidth } from "./frame.ts";
import { COLOURS, onSequential, sequential, SIZES } from "./style.ts";
import { rect, text } from "./svg.ts";
import { percent, thousands, titleCase } from "./words.ts";

/** The pictures of one old label by their new one; the rest to `n` has no label now. */
export interface Relabelled {
  readonly label: string;
  readonly n: number;
  readonly to: Readonly<Record<string, number>>;
}

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
  const names = [...columns.map(titleCase), "none"];
  const cell = (innerWidth(width) - LEFT) / names.length;
  const parts = names.map((name, c) =>
    text(LEFT + (c + 0.5) * cell, 12, name, { anchor: "middle", size: SIZES.small })
  );
  rows.forEach(({ label, n, to }, r) => {
    const y = 22 + r * HIGH;
    const counts = columns.map((name) => to[name] ?? 0);
    const all = [...counts, n - counts.reduce((sum, count) => sum + count, 0)];
    parts.push(
      text(LEFT - 10, y + HIGH / 2 - 1, titleCase(label), { anchor: "end" }),
      text(LEFT - 10, y + HIGH / 2 + 12, `n = ${thousands(n)}`, {
        anchor: "end",
        size: SIZES.tiny,
        fill: COLOURS.muted,
      }),
    );
    all.forEach((count, c) => {
      const share = n === 0 ? 0 : count / n;
      const x = LEFT + c * cell;
      parts.push(
        rect(x, y, cell, HIGH, { fill: sequential(share), stroke: COLOURS.grid }),
        text(x + cell / 2, y + HIGH / 2 + 4, percent(share, 1), {
          anchor: "middle",
          fill: count === 0 ? COLOURS.muted : onSequential(share),
          weight: columns[c] === label ? "bold" : "regular",
          size: SIZES.small,
        }),
      );
    });
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
      "votes; none: unknown, no face, or not known which row of the table it is.",
  }, { height: 22 + rows.length * HIGH, svg: parts.join("") });
}
