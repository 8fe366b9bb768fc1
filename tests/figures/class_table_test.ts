import assert from "node:assert/strict";
import { classTable } from "../../lib/figures/class_table.ts";
import { tableFigure } from "../../lib/figures/table.ts";
import { syntheticRun } from "../helpers/synthetic_run.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

const generated = syntheticRun();
const run = syntheticRun({ config: { data: { ...generated.config.data, dataset: "ferplus" } } });

Deno.test("classTable() is as in its snapshot, the report's scores beside ours on FER+", () => {
  const svg = tableFigure(classTable(run));
  assertReadable(svg);
  assertSnapshot("class_table", svg);
  assert.deepEqual(classTable(run).rows[1]!.slice(2, 5), ["0.70", "0.56", "0.62"]);
});

Deno.test("classTable() leaves the report's columns out for other pictures or another network", () => {
  const network = { name: "baseline", pooling: "max" } as const;
  const baseline = { ...run, config: { ...run.config, network } };
  for (const other of [generated, baseline]) {
    const { title, columns, rows } = classTable(other);
    assert.ok(!title.startsWith("Table 2"), title);
    assert.ok(columns.every(({ group }) => group !== "Report"));
    assert.ok(rows.every((row) => row.length === columns.length));
  }
});

Deno.test("classTable() leaves a class's scores empty when it has no picture", () => {
  const predictions = run.predictions.filter(({ label }) => label !== "fear");
  const table = classTable({ ...run, predictions });
  assert.deepEqual(table.rows[2]!.slice(5), ["–", "–", "–", "–"]);
  assertReadable(tableFigure(table));
});

Deno.test("classTable() throws when the run is empty", () => {
  assert.throws(
    () => classTable({ ...run, predictions: [] }),
    /Cannot draw Table 2: .* must hold predictions/,
  );
});
