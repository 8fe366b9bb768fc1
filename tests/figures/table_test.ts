import assert from "node:assert/strict";
import { type Table, tableFigure, tableMarkdown } from "../../lib/figures/table.ts";
import { assertReadable } from "../helpers/svg_checks.ts";

const table: Table = {
  title: "A table",
  columns: [
    { header: "Name", wrapAt: 60 },
    { header: "a", group: "Both", align: "right" },
    { header: "b", group: "Both", align: "right" },
  ],
  rows: [["a name of several words", "1.00", "–"], [{ text: "x | y", bold: true }, "2.00", "3.00"]],
  parts: [1],
  caption: "Its caption.",
};

Deno.test("tableFigure() draws wrapped cells, groups and parts readably", () => {
  assertReadable(tableFigure(table));
});

Deno.test("tableMarkdown() holds the same cells, with groups in the headings", () => {
  assert.equal(
    tableMarkdown(table),
    [
      "| Name | Both: a | Both: b |",
      "| --- | ---: | ---: |",
      "| a name of several words | 1.00 | – |",
      "| **x \\| y** | 2.00 | 3.00 |",
      "",
      "Its caption.",
      "",
    ].join("\n"),
  );
});

Deno.test("tables throw when they have no rows, a row of another length, or NaN", () => {
  for (const draw of [tableFigure, tableMarkdown]) {
    assert.throws(() => draw({ ...table, rows: [] }), /must have rows, but has none/);
    assert.throws(() => draw({ ...table, rows: [["a"]] }), /internal: row 0 .* must have 3 cells/);
    assert.throws(() => draw({ ...table, rows: [["a", "NaN", "1"]] }), /must be finite/);
  }
});
