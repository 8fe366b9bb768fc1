import assert from "node:assert/strict";
import { trainingCurvesFigure } from "../../lib/figures/training_curves.ts";
import { readReportCurves } from "../../lib/records/report_curves.ts";
import { syntheticConfig, syntheticLog, syntheticRun } from "../helpers/synthetic_run.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

const run = syntheticRun();
const curves = await readReportCurves();
const report = curves.find(({ dataset, augmentation }) =>
  dataset === "ferplus" && augmentation === "aggressive"
)!;

Deno.test("trainingCurvesFigure() is as in its snapshot, the report's curve beside ours", () => {
  const svg = trainingCurvesFigure(run, report);
  assertReadable(svg);
  assertSnapshot("training_curves", svg);
});

Deno.test("trainingCurvesFigure() marks where the pictures grow, and skips unevaluated epochs", () => {
  const log = syntheticLog(30).map((epoch, i) => ({
    ...epoch,
    size: i < 12 ? 32 : i < 22 ? 48 : 64,
    ...(i % 3 === 0 ? { valLoss: null, valAccuracy: null, valMacroF1: null } : {}),
  }));
  const svg = trainingCurvesFigure({ ...run, log }, report);
  assertReadable(svg);
  for (const label of ["32 px", "48", "64"]) assert.match(svg, new RegExp(`>${label}<`));
});

Deno.test("trainingCurvesFigure() names sizes together when they change within few epochs", () => {
  const log = syntheticLog(12).map((epoch, i) => ({
    ...epoch,
    size: i < 4 ? 32 : i < 8 ? 48 : 64,
  }));
  const svg = trainingCurvesFigure({ ...run, log }, report);
  assertReadable(svg);
  assert.match(svg, />32 → 48 → 64 px</);
});

Deno.test("trainingCurvesFigure() draws a run of one epoch, and one without the report's curve", () => {
  const summary = { ...run.summary, chosenEpoch: 1, epochs: 1 };
  assertReadable(trainingCurvesFigure({ ...run, summary, log: syntheticLog(1) }));
});

Deno.test("trainingCurvesFigure() says so when the two losses are not to be compared", () => {
  const weighed = /our training loss weighs and labels otherwise/;
  assert.doesNotMatch(trainingCurvesFigure(run), weighed);
  const config = syntheticConfig({ data: { ...run.config.data, target: "votes" } });
  assert.match(trainingCurvesFigure({ ...run, config }), weighed);
});

Deno.test("trainingCurvesFigure() throws when the log is empty or holds NaN", () => {
  assert.throws(
    () => trainingCurvesFigure({ ...run, log: [] }),
    /Cannot draw the training curves: the log of synthetic\/.* must hold epochs, but is empty/,
  );
  const log = run.log.map((epoch) => epoch.epoch === 3 ? { ...epoch, trainLoss: NaN } : epoch);
  assert.throws(
    () => trainingCurvesFigure({ ...run, log }),
    /trainLoss of epoch 3 of .* must be finite, but is NaN/,
  );
});
