import assert from "node:assert/strict";
import { precisionRecallFigure } from "../../lib/figures/precision_recall.ts";
import { syntheticPredictions, syntheticRun } from "../helpers/synthetic_run.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

const run = { ...syntheticRun(), predictions: syntheticPredictions(120) };

Deno.test("precisionRecallFigure() is as in its snapshot, a chart per class", () => {
  const svg = precisionRecallFigure(run);
  assertReadable(svg);
  assertSnapshot("precision_recall", svg);
  assert.equal([...svg.matchAll(/>AP 0\.\d{3}</g)].length, 6);
});

Deno.test("precisionRecallFigure() says so when a class has no picture", () => {
  const predictions = run.predictions.filter(({ label }) => label !== "disgust");
  const svg = precisionRecallFigure({ ...run, predictions });
  assertReadable(svg);
  assert.match(svg, />no picture of this class</);
});

Deno.test("precisionRecallFigure() draws eight classes", () => {
  const classes = [...run.config.data.classes, "neutral", "contempt"];
  const config = { ...run.config, data: { ...run.config.data, classes } };
  assertReadable(
    precisionRecallFigure({ ...run, config, predictions: syntheticPredictions(200, 3, classes) }),
  );
});

Deno.test("precisionRecallFigure() throws when the run is empty or a probability is NaN", () => {
  assert.throws(
    () => precisionRecallFigure({ ...run, predictions: [] }),
    /Cannot draw precision and recall: .* must hold predictions/,
  );
  const predictions = run.predictions.map((each) => ({
    ...each,
    probabilities: [NaN, 0, 0, 0, 0, 1],
  }));
  assert.throws(() => precisionRecallFigure({ ...run, predictions }), /must be finite/);
});
