import assert from "node:assert/strict";
import { findExperiment } from "../../experiments/mod.ts";
import { loadFaces } from "../../lib/data/load.ts";
import { decodeModel } from "../../lib/models/model_file.ts";
import { readRun } from "../../lib/records/store.ts";
import { checkpointPath, readCheckpoint } from "../../lib/train/checkpoint.ts";
import { withFolder, writePicture } from "../helpers/pictures.ts";
import { outcome, TINY, trainTiny } from "../helpers/tiny_run.ts";

const root = Deno.makeTempDirSync({ prefix: "trainer-" });
globalThis.addEventListener("unload", () => Deno.removeSync(root, { recursive: true }));

/** Losses after each step of the uninterrupted run, and what it recorded. */
const reference = once(async () => {
  const folder = `${root}/reference`;
  const losses: number[] = [];
  const summary = await trainTiny(folder, {
    keepWeights: true,
    onEvent: (event) => void (event.kind === "step" && losses.push(event.loss)),
  });
  return { folder, summary: summary!, losses, ...await outcome(folder) };
});

Deno.test("train() records a run that reads back, and removes what it no longer needs", async () => {
  const { folder, summary } = await reference();
  const run = await readRun(`${folder}/results`);
  assert.equal(run.log.length, 2);
  assert.equal(run.predictions.length, 40);
  assert.deepEqual(run.summary, summary);
  assert.equal(summary.validation.n, 40);
  assert.equal(summary.parameters, 10_018_078);
  assert.equal(summary.startedFrom, null);
  const files = [...Deno.readDirSync(`${folder}/cache`)].filter(({ isFile }) => isFile);
  assert.deepEqual(files, []);
  const path = `${folder}/results/weights.safetensors`;
  const model = decodeModel(await Deno.readFile(path), path);
  assert.deepEqual(model.preprocess, summary.preprocess);
  assert.equal(model.origin, "tiny, budget smoke, seed 1");
});

Deno.test("train() gives the same log and predictions when the seed is the same, and only then", async () => {
  const { losses, log, predictions } = await reference();
  const folder = `${root}/again`;
  await trainTiny(folder);
  assert.deepEqual(await outcome(folder), { log, predictions });
  const other: number[] = [];
  const abort = new AbortController();
  await trainTiny(`${root}/other`, {
    config: { ...TINY, seed: 2 },
    signal: abort.signal,
    onEvent(event) {
      if (event.kind === "step") other.push(event.loss);
      abort.abort();
    },
  });
  assert.notEqual(other[0], losses[0]);
});

Deno.test("train() goes on to the same bits when it was stopped in the middle of epochs", async () => {
  const { log, predictions } = await reference();
  const folder = `${root}/stopped`;
  for (const stopAfter of [1, 3]) {
    const abort = new AbortController();
    let steps = 0;
    const summary = await trainTiny(folder, {
      signal: abort.signal,
      onEvent: (event) => void (event.kind === "step" && ++steps === stopAfter && abort.abort()),
    });
    assert.equal(summary, null);
    assert.ok(await readCheckpoint(checkpointPath(`${folder}/cache`)));
  }
  const kinds: string[] = [];
  await trainTiny(folder, { onEvent: ({ kind }) => kinds.push(kind) });
  assert.equal(kinds[0], "resumed");
  assert.deepEqual(await outcome(folder), { log, predictions });
});

Deno.test("train() refuses to go on when the configuration is another, and keeps the checkpoint", async () => {
  const folder = `${root}/configuration`;
  const abort = new AbortController();
  abort.abort();
  await trainTiny(folder, { signal: abort.signal });
  const path = checkpointPath(`${folder}/cache`);
  const before = (await Deno.stat(path)).mtime;
  await assert.rejects(
    () => trainTiny(folder, { config: { ...TINY, batch: 8 } }),
    /Cannot resume the run in .*: it was started with another configuration. Start over with --fresh/,
  );
  assert.deepEqual((await Deno.stat(path)).mtime, before);
});

Deno.test("train() stops with one clear error when the loss is not finite", async () => {
  const weights = { "classifier.5.bias": new Float32Array(6).fill(NaN) };
  await assert.rejects(
    () => trainTiny(`${root}/nan`, { start: { weights, origin: "a test" } }),
    /Cannot go on training: the loss must be finite, but is NaN at step 1. Use a lower learning rate/,
  );
});

Deno.test("train() refuses first weights when none fits the network", async () => {
  const weights = { "features.0.weight": new Float32Array(3) };
  await assert.rejects(
    () => trainTiny(`${root}/misfit`, { start: { weights, origin: "a test" } }),
    /Cannot start residual-se from the given weights: some must fit it/,
  );
});

Deno.test("train() stops early when no epoch brings a better loss, and says so", async () => {
  const schedule = {
    kind: "plateau",
    factor: 0.5,
    patience: 3,
    stopAfter: 1,
    // No second epoch gains that much.
    minDelta: 10,
    minRate: 1e-6,
  } as const;
  const summary = await trainTiny(`${root}/early`, {
    config: { ...TINY, schedule, stages: [{ size: 32, epochs: 9 }], limit: 16, ema: null },
  });
  assert.equal(summary?.stoppedBy, "no better loss");
  assert.equal(summary.epochs, 2);
});

Deno.test("train() refuses to choose on public pictures when there are none", async () => {
  const faces = await loadFaces(TINY.data);
  const usage = faces.validation.usage.map(() => "validation" as const);
  await assert.rejects(
    () =>
      trainTiny(`${root}/public`, {
        config: { ...TINY, data: { ...TINY.data, validation: "public" } },
        faces: { ...faces, validation: { ...faces.validation, usage } },
      }),
    /Cannot choose an epoch on public: generated must have such pictures, but has none/,
  );
});

Deno.test("train() trains on RAF-DB in its folder layout, and scores its test part", () =>
  withFolder(async (folder) => {
    for (const part of ["train", "test"]) {
      for (let label = 1; label <= 7; label++) {
        for (let i = 0; i < 3; i++) {
          const grey = 20 * label + 5 * i;
          const path = `${folder}/raf-db/DATASET/${part}/${label}/${part}_${label}_${i}.jpg`;
          await writePicture(path, [grey, grey, grey], 100);
        }
      }
    }
    const { settings } = findExperiment("raf-db-residual-se");
    const config = { ...TINY, data: settings.data, stages: [{ size: 32, epochs: 1 }] };
    const faces = await loadFaces(config.data, { folder });
    const summary = await trainTiny(`${root}/raf-db`, { config, faces });
    // Six of the seven classes: neutral is left out.
    assert.deepEqual(summary!.pictures, { training: 18, validation: 18 });
    assert.equal(summary!.public, null);
    const run = await readRun(`${root}/raf-db/results`);
    assert.ok(run.predictions.every(({ usage }) => usage === "validation"));
  }));

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => made ??= make();
}
