/**
 * Rows as a polars DataFrame, to be joined, grouped and counted in a notebook before `table` shows
 * them.
 */
import pl, { type DataFrame } from "nodejs-polars";
import type { Row } from "./table.ts";

/**
 * A DataFrame of rows, a column for each key that any of them has; a row that lacks one holds null
 * there. A column of both numbers and texts becomes text.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import pl from "nodejs-polars";
 *
 * const pictures = frame([{ class: "happy", n: 3 }, { class: "fear", n: 1 }]);
 * assert.deepEqual(pictures.select(pl.col("n").sum()).toRecords(), [{ n: 4 }]);
 * ```
 */
export function frame(rows: readonly Row[]): DataFrame {
  // Polars would look for columns in the first hundred rows only.
  return pl.readRecords([...rows], { inferSchemaLength: rows.length });
}
