import assert from "node:assert/strict";
import { measureSteadiness, steadinessOf } from "../../experiments/steadiness.ts";
import { generateFaces } from "../../lib/data/generated.ts";
import { openTensorflow } from "../../lib/engine/tensorflow.ts";
import { withFolder } from "../helpers/pictures.ts";
import { CLASSES } from "../helpers/synthetic_run.ts";
import { untrainedRun } from "../helpers/untrained_run.ts";

const engine = await openTensorflow({ device: "cpu", threads: 2, precision: "float32" });

/** Drawn faces in the place of either data set. */
function load(dataset: string) {
  const drawn = { ...generateFaces({ classes: CLASSES }), hashes: { [dataset]: "0" } };
  return Promise.resolve(drawn);
}

Deno.test("measureSteadiness() films faces and scores them under both labellings", async () => {
  await withFolder(async (folder) => {
    const run = await untrainedRun(folder);
    const seen: number[] = [];
    const record = await measureSteadiness({
      ...{ run, engine, load, faces: 2 },
      onProgress: (done, of) => seen.push(done, of),
    });
    assert(record);
    assert.deepEqual(seen, [1, 2, 2, 2]);
    assert.equal(record.run, "synthetic/smoke-seed1");
    assert.deepEqual(record.scores.map(({ dataset }) => dataset), ["ferplus", "fer2013"]);
    assert.deepEqual(Object.keys(record.dataHashes), ["ferplus", "fer2013"]);
    const privateRows = load("x").then(({ validation }) =>
      validation.rows.filter((_, i) => validation.usage[i] === "private")
    );
    for (const { row } of record.faces) assert.ok((await privateRows).includes(row));
    const again = await measureSteadiness({ run, engine, load, faces: 2 });
    assert.deepEqual(again!.faces, record.faces);
  });
});

Deno.test("steadinessOf() counts changes of the label, plain and smoothed", () => {
  const happy = Float32Array.of(0, 0, 0, 0.75, 0.25, 0);
  const sad = Float32Array.of(0, 0, 0, 0.25, 0.75, 0);
  // One frame of doubt: two changes, which half a second of smoothing hides.
  const doubt = [happy, happy, sad, happy, happy];
  assert.deepEqual(steadinessOf(doubt), { changes: 2, smoothedChanges: 0, confidence: 0.75 });
  // A new mood comes through.
  const turn = [happy, ...new Array<Float32Array>(14).fill(sad)];
  assert.deepEqual(steadinessOf(turn), { changes: 1, smoothedChanges: 1, confidence: 0.75 });
});

Deno.test("measureSteadiness() stops when asked", async () => {
  await withFolder(async (folder) => {
    const run = await untrainedRun(folder);
    const signal = AbortSignal.abort();
    assert.equal(await measureSteadiness({ run, engine, load, signal }), null);
  });
});
