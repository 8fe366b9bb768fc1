/** What the experiments' notebooks put into their tables. */
import assert from "node:assert/strict";
import { REPORT_AUGMENTATIONS } from "../../lib/figures/report.ts";
import { orderLines } from "../../experiments/augmentation_cells.ts";
import { gainRow, sharedPredictions } from "../../experiments/gains.ts";
import { maybeRun, notRecorded } from "../../experiments/maybe_run.ts";
import { findExperiment } from "../../experiments/mod.ts";
import { reportRows } from "../../experiments/report_rows.ts";
import { resolveExperiment } from "../../lib/train/experiment.ts";
import type { Prediction, Run } from "../../lib/records/run.ts";
import { CLASSES, syntheticAblation, syntheticRun } from "../helpers/synthetic_run.ts";

/** A prediction that is right or wrong with certainty. */
function answer(row: number, label: number, right: boolean): Prediction {
  const said = right ? label : (label + 1) % 6;
  return {
    row: `${row}`,
    usage: "public",
    label: CLASSES[label]!,
    probabilities: CLASSES.map((_, i) => i === said ? 1 : 0),
  };
}

const withAnswers = (predictions: Prediction[]): Run => ({ ...syntheticRun(), predictions });

Deno.test("gainRow() counts the pictures that only one run gets right, and says what that tells", () => {
  const control = withAnswers(Array.from({ length: 200 }, (_, i) => answer(i, i % 6, i % 2 === 0)));
  const better = withAnswers(Array.from({ length: 200 }, (_, i) => answer(i, i % 6, i % 4 !== 1)));
  const row = gainRow(control, better, "idea");
  assert.equal(row["n"], 200);
  assert.equal(row["accuracy, points"], "+25.00");
  assert.equal(row["right only before"], 0);
  assert.equal(row["right only now"], 50);
  assert.equal(row["p"], "< .001");
  assert.equal(row["accurate"], "more");
  assert.equal(gainRow(better, control, "back")["accurate"], "less");
  assert.equal(gainRow(control, control, "same")["accurate"], "not told apart");
});

Deno.test("sharedPredictions() finds the control's pictures in merged data sets", () => {
  const control = [answer(3, 0, true), answer(7, 1, true)];
  const merged = [
    { ...answer(7, 1, false), row: "ferplus:7" },
    { ...answer(0, 2, true), row: "raf-db:test_0003.jpg" },
    { ...answer(3, 0, true), row: "ferplus:3" },
  ];
  assert.deepEqual(sharedPredictions(merged, control).map(({ row }) => row), ["7", "3"]);
});

Deno.test("orderLines() names the pairs that stand in another order than the report's", () => {
  const level = syntheticAblation().slice(0, 5);
  const accuracies = [0.6, 0.58, 0.55, 0.7, 0.72];
  const runs = level.map((run, i) => ({
    ...run,
    summary: {
      ...run.summary,
      validation: { ...run.summary.validation, accuracy: accuracies[i]! },
    },
    log: [{ ...run.log.at(-1)!, valAccuracy: REPORT_AUGMENTATIONS[i]!.validation }],
  }));
  const lines = orderLines(runs, "fer2013");
  assert.match(lines[0]!, /^report: aggressive 71\.86 %, moderate 69\.86 %, horizontal 62\.20 %/);
  assert.equal(
    lines[1],
    "here, budget short, seed 1: aggressive 72.00 %, moderate 70.00 %, none 60.00 %, " +
      "horizontal 58.00 %, vertical 55.00 %",
  );
  assert.equal(lines[2], "  other than in the report: none above horizontal");
  assert.match(lines[3]!, /^here, budget short, seed 1, after the last epoch: aggressive 71\.86 %/);
  assert.equal(lines[4], "  the report's order holds among these 5");
  assert.match(orderLines(runs.slice(3), "fer2013")[2]!, /the report's order holds among these 2$/);
  assert.equal(orderLines([], "ferplus").length, 1);
});

Deno.test("reportRows() has the report's number where nothing is recorded, ours where something is", () => {
  const [run] = syntheticAblation();
  const rows = reportRows(["ablation-fer2013-none", "networks-stn-stable"], [run!]);
  assert.equal(rows.length, 2);
  assert.equal(rows[0]!["report"], "59.92");
  assert.match(String(rows[0]!["here"]), /^\d\d\.\d\d$/);
  assert.equal(rows[0]!["n"], "400");
  assert.deepEqual([rows[1]!["report"], rows[1]!["here"]], ["–", "not recorded"]);
});

Deno.test("maybeRun() gives null and the command when nothing is recorded", async () => {
  const settings = { budget: "short", seed: 2 ** 31 - 1, set: [], retrain: false } as const;
  assert.equal(await maybeRun("outlook-focal", settings), null);
  assert.equal(
    notRecorded(resolveExperiment(findExperiment("outlook-focal"), settings)),
    "outlook-focal, budget short, seed 2147483647: not recorded yet. " +
      "`deno task train outlook-focal --budget short --seed 2147483647` records it.",
  );
});
