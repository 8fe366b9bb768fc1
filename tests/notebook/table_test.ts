/** Tables as text and HTML. */
import assert from "node:assert/strict";
import { tableBundle } from "lib/notebook/table.ts";

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
