import assert from "node:assert/strict";
import { formatPredictions, parsePredictions } from "../../lib/records/predictions.ts";
import type { Prediction } from "../../lib/records/run.ts";
import { seededRandom } from "../helpers/synthetic_run.ts";

const CLASSES = ["happy", "sad"];

function prediction(changes: Partial<Prediction> = {}): Prediction {
  return { row: "7", usage: "public", label: "sad", probabilities: [0.25, 0.75], ...changes };
}

Deno.test("formatPredictions() writes a header and a line a picture", () => {
  assert.equal(
    formatPredictions([prediction()], CLASSES),
    "row,usage,label,happy,sad\n7,public,sad,0.25,0.75\n",
  );
});

Deno.test("parsePredictions() gives back every float32 bit", () => {
  const random = seededRandom(5);
  const predictions = Array.from({ length: 2000 }, () => {
    const p = Math.fround(random() ** 8);
    return prediction({ probabilities: [p, Math.fround(1 - p)] });
  });
  assert.deepEqual(parsePredictions(formatPredictions(predictions, CLASSES), CLASSES), predictions);
});

Deno.test("parsePredictions() gives back a path with commas and quotes", () => {
  const predictions = [prediction({ row: 'faces/a, "b".png' })];
  assert.deepEqual(parsePredictions(formatPredictions(predictions, CLASSES), CLASSES), predictions);
});

Deno.test("parsePredictions() reads a file without a single picture", () => {
  assert.deepEqual(parsePredictions("row,usage,label,happy,sad\n", CLASSES), []);
});

const wrong: [string, Partial<Prediction>, RegExp][] = [
  ["a probability is NaN", { probabilities: [NaN, 1] }, /has the probability NaN/],
  ["a probability is negative", { probabilities: [-0.1, 1.1] }, /has the probability -0\.1/],
  ["they do not sum to 1", { probabilities: [0.5, 0.4] }, /must sum to 1, but sum to 0\.9/],
  ["the label is no class", { label: "fear" }, /label fear, which must be one of happy, sad/],
  ["one is missing", { probabilities: [1] }, /must have 2 probabilities, but has 1/],
  ["the row holds a line break", { row: "a\nb" }, /line break/],
];
for (const [name, changes, message] of wrong) {
  Deno.test(`formatPredictions() throws when ${name}`, () => {
    assert.throws(() => formatPredictions([prediction(changes)], CLASSES), message);
  });
}

Deno.test("parsePredictions() names the line when a cell is empty", () => {
  const text = "row,usage,label,happy,sad\n7,public,sad,0.25,0.75\n8,public,sad,,1\n";
  assert.throws(() => parsePredictions(text, CLASSES), /line 3 has the probability NaN/);
});
