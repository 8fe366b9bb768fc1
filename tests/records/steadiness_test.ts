import assert from "node:assert/strict";
import {
  readSteadiness,
  type Steadiness,
  steadinessPath,
  writeSteadiness,
} from "../../lib/records/steadiness.ts";
import { withFolder } from "../helpers/pictures.ts";
import { syntheticRun } from "../helpers/synthetic_run.ts";

const record: Steadiness = {
  format: 1,
  run: "synthetic/smoke-seed1",
  weights: "0".repeat(64),
  classes: ["happy", "sad"],
  clip: { seconds: 2, framesPerSecond: 15, seed: 1, smoothing: 0.5 },
  faces: [{ row: "7", changes: 3, smoothedChanges: 0, confidence: 0.75 }],
  scores: [{ dataset: "ferplus", n: 10, accuracy: 0.5, macroF1: 0.25 }],
  hardware: syntheticRun().summary.hardware,
  versions: {},
  commit: "unknown",
  dataHashes: {},
  finishedAt: "2026-01-01T00:00:00.000Z",
};

Deno.test("readSteadiness() gives back what writeSteadiness() wrote, and null where nothing is", async () => {
  await withFolder(async (folder) => {
    const path = steadinessPath(folder, record.run);
    assert.equal(await readSteadiness(path), null);
    await writeSteadiness(path, record);
    assert.deepEqual(await readSteadiness(path), record);
  });
});

Deno.test("writeSteadiness() refuses what cannot be", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/a.json`;
    const face = record.faces[0]!;
    const wrong: readonly [Steadiness, RegExp][] = [
      [{ ...record, faces: [{ ...face, changes: 30 }] }, /face 7 must change .* 0 to 29 times/],
      [{ ...record, faces: [{ ...face, confidence: NaN }] }, /face 7 must have a confidence/],
      [{ ...record, scores: [{ ...record.scores[0]!, accuracy: 2 }] }, /ferplus must have scores/],
    ];
    for (const [one, message] of wrong) await assert.rejects(writeSteadiness(path, one), message);
    await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
  });
});
