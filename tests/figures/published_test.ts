import assert from "node:assert/strict";
import { installedTable, publishedTable } from "../../lib/figures/published.ts";
import { tableFigure } from "../../lib/figures/table.ts";
import { SYNTHETIC_SCORES, syntheticRun } from "../helpers/synthetic_run.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

const generated = syntheticRun();
const run = syntheticRun({ config: { data: { ...generated.config.data, dataset: "ferplus" } } });

Deno.test("publishedTable() is as in its snapshot, ours below", () => {
  const svg = tableFigure(publishedTable([run]));
  assertReadable(svg);
  assertSnapshot("published_table", svg);
});

Deno.test("publishedTable() scores a run that PublicTest chose on PrivateTest alone", () => {
  const honest = syntheticRun({
    config: { data: { ...run.config.data, validation: "public" } },
    summary: { private: SYNTHETIC_SCORES },
  });
  const known = honest.predictions.filter(({ usage }) => usage === "private");
  const row = publishedTable([honest]).rows.at(-1)!;
  assert.match(String(row[2]), RegExp(`^${known.length} pictures of PrivateTest, scored once`));
});

Deno.test("publishedTable() stands without a run of ours", () => {
  assertReadable(tableFigure(publishedTable([])));
});

Deno.test("installedTable() is as in its snapshot", () => {
  const svg = tableFigure(installedTable(run));
  assertReadable(svg);
  assertSnapshot("installed_table", svg);
});

Deno.test("both tables throw when the run is empty, and installedTable() on other pictures", () => {
  const empty = { ...run, predictions: [] };
  assert.throws(() => publishedTable([empty]), /must hold predictions/);
  assert.throws(() => installedTable(empty), /must hold predictions/);
  assert.throws(
    () => installedTable(generated),
    /must be of FER\+ with six classes, but is of gen/,
  );
});
