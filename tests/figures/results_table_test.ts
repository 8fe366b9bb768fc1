import assert from "node:assert/strict";
import { resultsTable } from "../../lib/figures/results_table.ts";
import { tableFigure } from "../../lib/figures/table.ts";
import { SYNTHETIC_SCORES, syntheticRun } from "../helpers/synthetic_run.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

const flip = { validation: SYNTHETIC_SCORES, public: null, private: null };
const run = syntheticRun({ summary: { flip, private: SYNTHETIC_SCORES } });

Deno.test("resultsTable() is as in its snapshot with all runs", () => {
  const svg = tableFigure(resultsTable({ ferplus: run, honest: run, fer2013: run }));
  assertReadable(svg);
  assertSnapshot("results_table", svg);
});

Deno.test("resultsTable() holds only the rows whose run is recorded", () => {
  const rows = resultsTable({ ferplus: null, honest: null, fer2013: run }).rows;
  assert.deepEqual(rows.map(([what]) => what), ["FER-2013 accuracy (%)", "Parameters"]);
});

Deno.test("resultsTable() says when the report's accuracy was not reached, else the minutes", () => {
  const row = (valAccuracy: number) => {
    const log = run.log.map((epoch) => ({ ...epoch, seconds: 60, valAccuracy }));
    return resultsTable({ ferplus: { ...run, log }, honest: null, fer2013: null }).rows
      .find(([what]) => String(what).startsWith("Minutes"))![2];
  };
  assert.deepEqual(row(0.8), { text: "not reached", bold: true });
  assert.deepEqual(row(0.87), { text: "1 (2 CPU threads)", bold: true });
});

Deno.test("resultsTable() throws when no run is recorded, or one is empty", () => {
  const none = { ferplus: null, honest: null, fer2013: null };
  assert.throws(() => resultsTable(none), /no run is recorded yet/);
  assert.throws(
    () => resultsTable({ ...none, ferplus: { ...run, predictions: [] } }),
    /must hold predictions/,
  );
});
