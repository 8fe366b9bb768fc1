import assert from "node:assert/strict";
import {
  applyTemperature,
  expectedCalibrationError,
  fitTemperature,
  reliabilityBins,
} from "../../lib/metrics/calibration.ts";
import { tabulate } from "../../lib/metrics/scores.ts";
import { CLASSES, syntheticPredictions } from "../helpers/synthetic_run.ts";

Deno.test("reliabilityBins() puts the upper edge into the bin and counts every picture", () => {
  const bins = reliabilityBins([0.6, 0.4, 0.61, 0.39, 1, 0], [0, 1, 0], 2, 5);
  assert.deepEqual(bins.map((bin) => bin.count), [0, 0, 1, 1, 1]);
  assert.deepEqual(bins[3], { lower: 0.6, upper: 0.8, count: 1, confidence: 0.61, accuracy: 0 });
});

Deno.test("expectedCalibrationError() is 0 when confidence equals accuracy", () => {
  const probabilities = [0.75, 0.25, 0.75, 0.25, 0.75, 0.25, 0.75, 0.25];
  assert.equal(expectedCalibrationError(reliabilityBins(probabilities, [0, 0, 0, 1], 2)), 0);
  assert.equal(expectedCalibrationError(reliabilityBins([], [], 2)), 0);
});

Deno.test("applyTemperature() undoes a sharpening and keeps rows summing to 1", () => {
  const original = [0.2, 0.3, 0.5, 0.7, 0.2, 0.1];
  const back = applyTemperature(applyTemperature(original, 3, 0.4), 3, 1 / 0.4);
  original.forEach((p, i) => assert.ok(Math.abs(back[i]! - p) < 1e-12));
  assert.throws(() => applyTemperature(original, 3, 0), /must be above 0, but is 0/);
});

Deno.test("fitTemperature() finds the sharpening of a network that is too sure", () => {
  const { probabilities, labels } = tabulate(syntheticPredictions(3000), CLASSES);
  const k = CLASSES.length;
  const temperature = fitTemperature(probabilities, labels, k);
  const sharpened = applyTemperature(probabilities, k, 1 / 1.7);
  const fitted = fitTemperature(sharpened, labels, k);
  assert.ok(Math.abs(fitted / temperature - 1.7) < 1e-3, `${fitted} against ${temperature}`);
});
