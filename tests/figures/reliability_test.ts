import assert from "node:assert/strict";
import { reliabilityFigure } from "../../lib/figures/reliability.ts";
import { syntheticPredictions, syntheticRun } from "../helpers/synthetic_run.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

const run = { ...syntheticRun(), predictions: syntheticPredictions(1500) };

Deno.test("reliabilityFigure() is as in its snapshot, temperature fitted on the other part", () => {
  const svg = reliabilityFigure(run);
  assertReadable(svg);
  assertSnapshot("reliability", svg);
  assert.match(svg, /Temperature fitted on PublicTest, everything shown is PrivateTest/);
  assert.match(svg, />as trained \(dots\)</);
});

Deno.test("reliabilityFigure() says that it fits on what it shows when there is one part only", () => {
  const predictions = run.predictions.map((each) => ({ ...each, usage: "validation" as const }));
  const svg = reliabilityFigure({ ...run, predictions });
  assert.match(svg, /Temperature fitted on the pictures shown/);
  assert.match(svg, /n = 1,500/);
});

Deno.test("reliabilityFigure() draws a run of ten pictures, and one with a class missing", () => {
  assertReadable(reliabilityFigure({ ...run, predictions: run.predictions.slice(0, 10) }));
  const predictions = run.predictions.filter(({ label }) => label !== "sad");
  assertReadable(reliabilityFigure({ ...run, predictions }));
});

Deno.test("reliabilityFigure() throws when the run is empty or a probability is NaN", () => {
  assert.throws(
    () => reliabilityFigure({ ...run, predictions: [] }),
    /Cannot draw the reliability diagram: .* must hold predictions/,
  );
  const predictions = run.predictions.map((each) => ({
    ...each,
    probabilities: [NaN, 0, 0, 0, 0, 1],
  }));
  assert.throws(() => reliabilityFigure({ ...run, predictions }), /must be finite/);
});
