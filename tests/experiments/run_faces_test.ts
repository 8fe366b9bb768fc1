import assert from "node:assert/strict";
import { classifiedFace, mostConfident, runFaces } from "../../experiments/run_faces.ts";
import { loadFaces } from "../../lib/data/load.ts";
import type { Run } from "../../lib/records/run.ts";
import { withFolder } from "../helpers/pictures.ts";
import { syntheticConfig, syntheticRun } from "../helpers/synthetic_run.ts";

/** A run on drawn faces whose predictions are made up. */
async function drawnRun(): Promise<Run> {
  const { validation } = await loadFaces(syntheticConfig().data);
  const predictions = validation.rows.map((row, i) => ({
    row,
    usage: validation.usage[i]!,
    label: validation.classes[validation.labels[i]!]!,
    // Surer and surer that everybody is happy.
    probabilities: [0.5 - i / 400, 0, 0, 0.5 + i / 400, 0, 0],
  }));
  return { ...syntheticRun(), predictions };
}

Deno.test("runFaces() are the faces of the predictions, in their order", async () => {
  const run = await drawnRun();
  const faces = await runFaces(run, "nowhere");
  assert.equal(faces!.rows.length, run.predictions.length);
  const face = classifiedFace(run, faces!, 3);
  assert.deepEqual([face.label, face.predicted], ["happy", "happy"]);
  assert.equal(face.probability, 0.5 + 3 / 400);
  assert.deepEqual(face.picture.pixels, faces!.pixels.subarray(3 * 48 * 48, 4 * 48 * 48));
});

Deno.test("runFaces() is null where the data set is not", async () => {
  const run = await drawnRun();
  await withFolder(async (folder) => {
    for (const dataset of ["ferplus", "fer2013", "raf-db", "ferplus+raf-db"] as const) {
      const config = { ...run.config, data: { ...run.config.data, dataset } };
      assert.equal(await runFaces({ ...run, config }, folder), null);
    }
  });
});

Deno.test("runFaces() refuses other faces than those that were predicted", async () => {
  const run = await drawnRun();
  const predictions = run.predictions.toReversed();
  await assert.rejects(runFaces({ ...run, predictions }), /but holds others/);
  await assert.rejects(runFaces({ ...run, predictions: predictions.slice(1) }), /the 149 pictures/);
});

Deno.test("mostConfident() sorts right and wrong predictions by their probability", async () => {
  const run = await drawnRun();
  const right = mostConfident(run, "right"), wrong = mostConfident(run, "wrong");
  assert.equal(right.length + wrong.length, run.predictions.length);
  assert(right.every((i) => run.predictions[i]!.label === "happy" || i === 0));
  assert.deepEqual(wrong, wrong.toSorted((a, b) => b - a));
});
