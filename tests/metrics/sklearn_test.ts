/** The numbers of lib/metrics against scikit-learn on the same predictions. */
import assert from "node:assert/strict";
import fixture from "../fixtures/sklearn/metrics.json" with { type: "json" };
import {
  expectedCalibrationError,
  fitTemperature,
  reliabilityBins,
} from "../../lib/metrics/calibration.ts";
import { argMax, classScores, confusion } from "../../lib/metrics/confusion.ts";
import { balancedWeights } from "../../lib/metrics/loss.ts";
import { averagePrecision, precisionRecallCurve } from "../../lib/metrics/precision_recall.ts";
import { scores } from "../../lib/metrics/scores.ts";

const { labels, probabilities, classes } = fixture;
const k = classes.length;

function assertClose(actual: number, expected: number, name: string, tolerance = 1e-9): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance,
    `${name} must be ${expected}, but is ${actual}`,
  );
}

function assertAllClose(
  actual: readonly number[],
  expected: readonly number[],
  name: string,
): void {
  assert.equal(actual.length, expected.length, `${name}: length`);
  expected.forEach((value, i) => assertClose(actual[i]!, value, `${name}[${i}]`));
}

Deno.test("confusion() equals scikit-learn's confusion_matrix", () => {
  assert.deepEqual(confusion(labels, argMax(probabilities, k), k), fixture.confusion);
});

Deno.test("classScores() equals scikit-learn when a class is never predicted and one is absent", () => {
  const perClass = classScores(fixture.confusion);
  assert.equal(fixture.precision[1], 0, "the fixture must hold a class that is never predicted");
  assert.equal(fixture.support[3], 0, "the fixture must hold a class without pictures");
  for (const key of ["precision", "recall", "f1", "support"] as const) {
    assertAllClose(perClass.map((values) => values[key]), fixture[key], key);
  }
});

Deno.test("balancedWeights() equals scikit-learn's compute_class_weight", () => {
  assertAllClose(balancedWeights(fixture.trainLabels, k), fixture.weights, "weight");
});

Deno.test("scores() equals scikit-learn's accuracy, macro averages and losses", () => {
  const result = scores(probabilities, labels, fixture.weights);
  assert.equal(result.n, labels.length);
  assertClose(result.accuracy, fixture.accuracy, "accuracy");
  assertAllClose(
    [result.macroPrecision, result.macroRecall, result.macroF1],
    fixture.macro,
    "macro average",
  );
  assertClose(result.logLoss, fixture.logLoss, "logLoss");
  assertClose(result.loss, fixture.weightedLoss, "loss");
  assertClose(result.calibrationError, fixture.calibrationError, "calibrationError");
});

Deno.test("expectedCalibrationError() equals numpy's sum over 15 bins", () => {
  const bins = reliabilityBins(probabilities, labels, k);
  assert.equal(bins.length, 15);
  assertClose(expectedCalibrationError(bins), fixture.calibrationError, "calibration error");
});

Deno.test("fitTemperature() finds scipy's minimum", () => {
  assertClose(
    fitTemperature(probabilities, labels, k),
    fixture.temperature,
    "temperature",
    1e-4 * fixture.temperature,
  );
});

Deno.test("precisionRecallCurve() and averagePrecision() equal scikit-learn's, ties included", () => {
  fixture.curves.forEach((expected, c) => {
    const column = labels.map((_, i) => probabilities[i * k + c]!);
    const curve = precisionRecallCurve(column, labels.map((label) => label === c));
    if (expected === null) {
      assert.deepEqual(curve, []);
      assert.equal(averagePrecision(curve), 0);
      return;
    }
    assertAllClose(curve.map((p) => p.threshold), expected.thresholds, `thresholds of ${c}`);
    assertAllClose(curve.map((p) => p.precision), expected.precision, `precision of ${c}`);
    assertAllClose(curve.map((p) => p.recall), expected.recall, `recall of ${c}`);
    assertClose(averagePrecision(curve), expected.average, `average precision of ${c}`);
  });
});
