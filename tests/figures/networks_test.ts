/** Figures and tables that set networks side by side. */
import assert from "node:assert/strict";
import { networkTable } from "../../lib/figures/network_table.ts";
import { layerTable, operationsTable } from "../../lib/figures/operations_table.ts";
import { sizeAccuracyFigure } from "../../lib/figures/size_accuracy.ts";
import { tableFigure } from "../../lib/figures/table.ts";
import type { NetworkDescription } from "../../lib/records/description.ts";
import { syntheticNetworkRuns } from "../helpers/synthetic_run.ts";
import { networkDescriptions } from "../helpers/network_descriptions.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

const runs = syntheticNetworkRuns();
const descriptions = networkDescriptions();
const residualSe = descriptions.find(({ name }) => name === "residual-se")!;

Deno.test("sizeAccuracyFigure() is as in its snapshot, every network named", () => {
  const svg = sizeAccuracyFigure(runs, descriptions);
  assertReadable(svg);
  assertSnapshot("size_accuracy", svg);
});

Deno.test("sizeAccuracyFigure() keeps a network that learnt nothing at the lower edge", () => {
  const [baseline, ...rest] = runs;
  const predictions = baseline!.predictions.map((each, i) => ({
    ...each,
    label: baseline!.config.data.classes[i % 6]!,
  }));
  const svg = sizeAccuracyFigure([{ ...baseline!, predictions }, ...rest], descriptions);
  assertReadable(svg);
  // Ours and what the report states of the STN, in both charts.
  assert.equal([...svg.matchAll(/>(Baseline|report) ↓ 1\d\.\d %</g)].length, 4);
});

Deno.test("sizeAccuracyFigure() throws without runs, a description, or predictions", () => {
  const [first, second] = runs;
  assert.throws(() => sizeAccuracyFigure([], descriptions), /there must be runs, but are none/);
  assert.throws(() => sizeAccuracyFigure(runs, []), /the description of baseline is missing/);
  assert.throws(
    () => sizeAccuracyFigure([{ ...first!, predictions: [] }], descriptions),
    /must hold predictions/,
  );
  const data = { ...second!.config.data, dataset: "fer2013" as const };
  const other = { ...second!, config: { ...second!.config, data } };
  assert.throws(
    () => sizeAccuracyFigure([first!, other], descriptions),
    /all runs must be on FER\+, but .* is on FER-2013/,
  );
});

Deno.test("networkTable() is as in its snapshot, with the report's networks that no run covers", () => {
  const table = networkTable(runs.slice(0, 3), descriptions);
  const svg = tableFigure(table);
  assertReadable(svg);
  assertSnapshot("network_table", svg);
  assert.equal(table.rows.length, 7);
});

Deno.test("networkTable() throws when a network has no description", () => {
  assert.throws(() => networkTable(runs, []), /baseline has no description/);
});

Deno.test("operationsTable() is as in its snapshot, with the report's 793.8 M and 99.7 %", () => {
  const table = operationsTable(residualSe);
  const svg = tableFigure(table);
  assertReadable(svg);
  assertSnapshot("operations_table", svg);
  assert.match(
    table.caption,
    /793\.8 M, of which convolutions 99\.7 %\. The report states 793\.8 M/,
  );
  assert.deepEqual(table.rows.at(-1)![2], { text: "10,018,078", bold: true });
});

Deno.test("layerTable() sums to the network's own totals", () => {
  const table = layerTable(residualSe);
  assertReadable(tableFigure(table));
  const sum = (column: number) =>
    table.rows.slice(0, -1).reduce(
      (total, row) => total + Number(String(row[column]).replaceAll(",", "")),
      0,
    );
  assert.deepEqual(
    [sum(3), sum(4), sum(5)],
    [residualSe.parameters, residualSe.multiplyAdds, residualSe.otherOperations],
  );
});

Deno.test("operationsTable() throws when a count is NaN", () => {
  const [block, ...blocks] = residualSe.blocks;
  const layers = block!.layers.map((layer) => ({ ...layer, multiplyAdds: NaN }));
  const broken: NetworkDescription = { ...residualSe, blocks: [{ ...block!, layers }, ...blocks] };
  assert.throws(() => tableFigure(operationsTable(broken)), /its numbers must be finite/);
});
