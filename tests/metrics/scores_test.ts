import assert from "node:assert/strict";
import { scores, tabulate } from "../../lib/metrics/scores.ts";

Deno.test("scores() throws when there is no picture, one probability is missing or NaN", () => {
  assert.throws(() => scores([], [], [1, 1]), /there must be pictures, but are none/);
  assert.throws(() => scores([1, 0, 1], [0, 1], [1, 1]), /must be 2 × 2 = 4, but are 3/);
  assert.throws(() => scores([1, 0, NaN, 1], [0, 1], [1, 1]), /picture 1 has NaN/);
});

Deno.test("tabulate() turns lines into flat arrays", () => {
  const table = tabulate(
    [{ row: "9", usage: "public", label: "sad", probabilities: [0.25, 0.75] }],
    ["happy", "sad"],
  );
  assert.deepEqual([...table.labels, ...table.predicted, ...table.probabilities], [
    1,
    1,
    0.25,
    0.75,
  ]);
});

Deno.test("tabulate() names the picture when its label is no class", () => {
  const line = { row: "9", usage: "public" as const, label: "fear", probabilities: [0.25, 0.75] };
  assert.throws(() => tabulate([line], ["happy", "sad"]), /picture 9: .*has the label fear/);
});
