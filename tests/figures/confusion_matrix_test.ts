import assert from "node:assert/strict";
import { confusionMatrixFigure } from "../../lib/figures/confusion_matrix.ts";
import { syntheticPredictions, syntheticRun } from "../helpers/synthetic_run.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

Deno.test("confusionMatrixFigure() is as in its snapshot, every label readable", () => {
  const svg = confusionMatrixFigure(syntheticRun());
  assertReadable(svg);
  assertSnapshot("confusion_matrix", svg);
});

Deno.test("confusionMatrixFigure() leaves a row empty when a class has no picture", () => {
  const run = syntheticRun();
  const predictions = run.predictions.filter(({ label }) => label !== "fear");
  const svg = confusionMatrixFigure({ ...run, predictions });
  assertReadable(svg);
  assert.match(svg, />n = 0</);
});

Deno.test("confusionMatrixFigure() draws seven and eight classes", () => {
  const run = syntheticRun();
  for (const extra of [["neutral"], ["neutral", "contempt"]]) {
    const classes = [...run.config.data.classes, ...extra];
    const config = { ...run.config, data: { ...run.config.data, classes } };
    const predictions = syntheticPredictions(300, 2, classes);
    assertReadable(confusionMatrixFigure({ ...run, config, predictions }));
  }
});

Deno.test("confusionMatrixFigure() throws when the run is empty or a probability is NaN", () => {
  const run = syntheticRun();
  assert.throws(
    () => confusionMatrixFigure({ ...run, predictions: [] }),
    /Cannot draw the confusion matrix: synthetic\/.* must hold predictions, but holds none/,
  );
  const [first, ...rest] = run.predictions;
  const predictions = [{ ...first!, probabilities: [NaN, 0, 0, 0, 0, 1] }, ...rest];
  assert.throws(() => confusionMatrixFigure({ ...run, predictions }), /picture 28709 has NaN/);
});
