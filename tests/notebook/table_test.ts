/** Tables as text and HTML. */
import assert from "node:assert/strict";
import { frame } from "lib/notebook/frame.ts";
import { tableBundle } from "lib/notebook/table.ts";
import pl from "nodejs-polars";

const rows = [
  { class: "happy <i>", pictures: 17913, share: 0.41234 },
  { class: "fear", pictures: 7, share: 1 },
];

Deno.test("tableBundle() aligns numbers to the right when it makes text", () => {
  assert.equal(
    tableBundle(rows, { caption: "FER+" })["text/plain"],
    [
      "FER+",
      "class      pictures  share",
      "─────────  ────────  ─────",
      "happy <i>    17,913  0.412",
      "fear              7      1",
    ].join("\n"),
  );
});

Deno.test("tableBundle() escapes markup and holds no script when it makes HTML", () => {
  const html = tableBundle(rows, { columns: ["class", "share"] })["text/html"] ?? "";
  assert(html.includes('<td style="text-align:left">happy &lt;i&gt;</td>'));
  assert(html.includes('<td style="text-align:right">0.412</td>'));
  assert(!html.includes("17,913"));
});

Deno.test("tableBundle() leaves a cell empty when a row lacks the column", () => {
  const [row] = tableBundle([{ a: 1, b: 2 }, { a: 3 }], {})["text/plain"].split("\n").slice(-1);
  assert.equal(row, "3");
  assert.equal(tableBundle([])["text/plain"], "\n");
});

Deno.test("tableBundle() shows a DataFrame as it shows its rows", () => {
  assert.deepEqual(tableBundle(frame(rows)), tableBundle(rows));
  const chosen = { columns: ["share"], digits: 1 };
  assert.deepEqual(tableBundle(frame(rows), chosen), tableBundle(rows, chosen));
});

Deno.test("tableBundle() shows what polars computes: long integers, truth values and nulls", () => {
  const computed = frame(rows).select(
    pl.col("pictures").sum().mul(1e12).cast(pl.UInt64).alias("n"),
    pl.col("class").isNull().any().alias("unnamed"),
    pl.lit(null).alias("none"),
  );
  const [row] = tableBundle(computed)["text/plain"].split("\n").slice(-1);
  assert.equal(row, "17,920,000,000,000,000    false");
});

Deno.test("frame() has a column for every key, also one that only a late row has", () => {
  const many = Array.from({ length: 150 }, (_, i) => i < 140 ? { a: i } : { a: i, b: "x" });
  const made = frame(many);
  assert.deepEqual(made.columns, ["a", "b"]);
  assert.deepEqual(made.toRecords()[0], { a: 0, b: null });
  assert.equal(frame([]).height, 0);
});
