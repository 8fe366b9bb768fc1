import assert from "node:assert/strict";
import { ablationFigure } from "../../lib/figures/ablation.ts";
import { augmentationTable } from "../../lib/figures/augmentation_table.ts";
import { tableFigure } from "../../lib/figures/table.ts";
import { syntheticAblation, syntheticRun } from "../helpers/synthetic_run.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

const runs = syntheticAblation();

Deno.test("ablationFigure() is as in its snapshot", () => {
  const svg = ablationFigure(runs);
  assertReadable(svg);
  assertSnapshot("ablation", svg);
});

Deno.test("ablationFigure() draws only the cells that have a run", () => {
  const svg = ablationFigure(runs.slice(5));
  assertReadable(svg);
  assert.doesNotMatch(svg, />FER-2013</);
  assert.doesNotMatch(svg, />Vertical flip</);
});

Deno.test("ablationFigure() throws when there is no run of Table 1, or one is empty", () => {
  assert.throws(() => ablationFigure([]), /none is; train them with `deno task grid`/);
  assert.throws(() => ablationFigure([syntheticRun()]), /must be of residual-SE/);
  const [first] = runs;
  assert.throws(
    () => ablationFigure([{ ...first!, predictions: [] }]),
    /Cannot draw the ablation: .* must hold predictions/,
  );
});

Deno.test("augmentationTable() sets every cell of Table 1 beside our run, or says there is none", () => {
  const table = augmentationTable(runs.slice(0, 6));
  const svg = tableFigure(table);
  assertReadable(svg);
  assertSnapshot("augmentation_table", svg);
  assert.equal(table.rows.length, 7);
  assert.deepEqual(table.rows.at(-1)!.slice(0, 5), ["FER+", "Aggressive", "89.80", "86.32", "–"]);
});

Deno.test("augmentationTable() gives a second run of a cell its own row, with its seed", () => {
  const [first] = runs;
  const second = { ...first!, config: { ...first!.config, seed: 2 } };
  const table = augmentationTable([first!, second]);
  assert.equal(table.rows.length, 8);
  assert.match(String(table.rows[1]!.at(-1)), /seed 2/);
});

Deno.test("augmentationTable() throws when a run is empty", () => {
  const [first] = runs;
  assert.throws(
    () => augmentationTable([{ ...first!, predictions: [] }]),
    /Cannot draw Table 1: .* must hold predictions/,
  );
});
