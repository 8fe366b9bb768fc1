import assert from "node:assert/strict";
import { CLASS_LISTS } from "../../lib/data/classes.ts";
import { resultsTable } from "../../lib/figures/results_table.ts";
import type { Run } from "../../lib/records/run.ts";
import { tableFigure } from "../../lib/figures/table.ts";
import { SYNTHETIC_SCORES, syntheticPredictions, syntheticRun } from "../helpers/synthetic_run.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

const flip = { validation: SYNTHETIC_SCORES, public: null, private: null };
const run = syntheticRun({ summary: { flip, private: SYNTHETIC_SCORES } });
const none = {
  ...{ ferplus: null, quickest: null, ferplusSeven: null },
  ...{ honest: null, honestSeven: null, fer2013: null, fer2013Seven: null },
  fer2013Transferred: null,
};
const classes = CLASS_LISTS.seven;
const seven = {
  ...run,
  config: { ...run.config, data: { ...run.config.data, classes } },
  predictions: syntheticPredictions(120, 1, classes),
};
const transferred = {
  ...seven,
  summary: { ...seven.summary, startedFrom: "another, budget fast, seed 1" },
};
const chosenOnPublicTest = (one: Run): Run => ({
  ...one,
  config: { ...one.config, data: { ...one.config.data, validation: "public" } },
});

Deno.test("resultsTable() scores the seven-class network on the pictures of the six alone", () => {
  const picture = (label: string, probabilities: number[]) => ({
    ...{ row: label, usage: "public" as const, label, probabilities },
  });
  const predictions = [
    // Right among the six, though neutral is likelier.
    picture("sad", [0, 0, 0, 0.1, 0.3, 0, 0.6]),
    picture("happy", [0, 0, 0, 0.2, 0.3, 0, 0.5]),
    picture("neutral", [1, 0, 0, 0, 0, 0, 0]),
  ];
  const { rows } = resultsTable({ ...none, ferplusSeven: { ...seven, predictions } });
  assert.deepEqual(rows[0]!.slice(0, 3), [
    "FER+ accuracy (%), neutral learnt too",
    "86.32",
    { text: "50.00", bold: true },
  ]);
});

Deno.test("resultsTable() scores what PublicTest chose on PrivateTest alone", () => {
  const picture = (usage: "public" | "private", probabilities: number[]) => ({
    ...{ row: usage, usage, label: "sad", probabilities },
  });
  const sad = [0, 0, 0, 0, 1, 0], happy = [0, 0, 0, 1, 0, 0];
  const right = chosenOnPublicTest({
    ...run,
    predictions: [picture("public", happy), picture("private", sad)],
  });
  const asked = chosenOnPublicTest({
    ...seven,
    predictions: [picture("public", [...sad, 0]), picture("private", [...happy, 0])],
  });
  const { rows } = resultsTable({ ...none, honest: right, honestSeven: asked });
  assert.deepEqual(rows.slice(0, 2).map((row) => [row[0], row[2]]), [
    ["FER+ accuracy on unseen PrivateTest (%)", { text: "100.00", bold: true }],
    ["FER+ accuracy on unseen PrivateTest (%), neutral learnt too", { text: "0.00", bold: true }],
  ]);
});

Deno.test("resultsTable() says what each seven-class network began from", () => {
  const { caption } = resultsTable({ ...none, ferplusSeven: transferred, honestSeven: seven });
  assert.match(caption!, /\(FER\+ from another, budget fast, seed 1; PrivateTest from scratch\)/);
});

Deno.test("resultsTable() is as in its snapshot with all runs", () => {
  const svg = tableFigure(resultsTable({
    ...{ ferplus: run, quickest: run, ferplusSeven: seven },
    ...{ honest: chosenOnPublicTest(run), honestSeven: chosenOnPublicTest(seven) },
    ...{ fer2013: run, fer2013Seven: seven, fer2013Transferred: transferred },
  }));
  assertReadable(svg);
  assertSnapshot("results_table", svg);
});

Deno.test("resultsTable() holds only the rows whose run is recorded", () => {
  const rows = resultsTable({ ...none, fer2013: run }).rows;
  assert.deepEqual(rows.map(([what]) => what), ["FER-2013 accuracy (%)", "Parameters"]);
});

Deno.test("resultsTable() says when the report's accuracy was not reached, else the minutes", () => {
  const row = (valAccuracy: number) => {
    const log = run.log.map((epoch) => ({ ...epoch, seconds: 60, valAccuracy }));
    return resultsTable({ ...none, ferplus: { ...run, log } }).rows
      .find(([what]) => String(what).startsWith("Minutes"))![2];
  };
  assert.deepEqual(row(0.8), { text: "not reached", bold: true });
  assert.deepEqual(row(0.87), { text: "1 (2 CPU threads)", bold: true });
});

Deno.test("resultsTable() throws when no run is recorded, or one is empty", () => {
  assert.throws(() => resultsTable(none), /no run is recorded yet/);
  assert.throws(
    () => resultsTable({ ...none, ferplus: { ...run, predictions: [] } }),
    /must hold predictions/,
  );
});
