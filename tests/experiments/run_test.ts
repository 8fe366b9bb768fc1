/** What stands in the way of a run, told in one line each, with nothing overwritten. */
import assert from "node:assert/strict";
import { lockRun } from "../../experiments/lock.ts";
import { placeOf, recorded, RESULTS, runExperiment, trialPlace } from "../../experiments/run.ts";
import {
  runFolder,
  writeConfig,
  writeLog,
  writePredictions,
  writeSummary,
} from "../../lib/records/store.ts";
import type { RunConfig } from "../../lib/records/run.ts";
import { withFolder } from "../helpers/pictures.ts";
import {
  CLASSES,
  syntheticConfig,
  syntheticLog,
  syntheticPredictions,
  syntheticSummary,
} from "../helpers/synthetic_run.ts";

const CONFIG = syntheticConfig();

async function record(results: string, config: RunConfig, finished = true): Promise<string> {
  const folder = runFolder(results, config);
  await writeConfig(folder, config);
  await writeLog(folder, syntheticLog());
  await writePredictions(folder, syntheticPredictions(), CLASSES);
  if (finished) await writeSummary(folder, syntheticSummary());
  return folder;
}

/** Every file of a folder with its text. */
async function contents(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const { name } of Deno.readDir(folder)) {
    files[name] = await Deno.readTextFile(`${folder}/${name}`);
  }
  return files;
}

/** Prepares results, tries to train there, and checks the line and that no file has changed. */
async function assertRefused(
  prepare: (results: string) => Promise<string>,
  line: RegExp,
  fresh = false,
): Promise<void> {
  await withFolder(async (root) => {
    const results = `${root}/results`;
    const folder = await prepare(results);
    const before = await contents(folder);
    await assert.rejects(
      () => runExperiment(CONFIG, { results, cache: `${root}/cache`, fresh }),
      (error: Error) => {
        assert.match(error.message, line);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      },
    );
    assert.deepEqual(await contents(folder), before);
  });
}

Deno.test("runExperiment() refuses to train what is recorded", () =>
  assertRefused(
    (results) => record(results, CONFIG),
    /^Cannot train synthetic: .*smoke-seed1 is recorded already\. Look at it with/,
  ));

Deno.test("runExperiment() refuses to write over a record with other settings", () =>
  assertRefused(
    (results) => record(results, { ...CONFIG, batch: 8 }),
    /smoke-seed1 is recorded already, with other settings\. Keep it, train another seed, or/,
  ));

Deno.test("runExperiment() refuses to write over half a record with other settings", () =>
  assertRefused(
    (results) => record(results, { ...CONFIG, batch: 8 }, false),
    /smoke-seed1 holds half a record with other settings\. Move it away/,
  ));

Deno.test("runExperiment() refuses a folder from another version, also when it starts afresh", async () => {
  for (const fresh of [false, true]) {
    await assertRefused(
      async (results) => {
        const folder = await record(results, CONFIG);
        const text = JSON.stringify({ ...CONFIG, format: 99 });
        await Deno.writeTextFile(`${folder}/config.json`, text);
        return folder;
      },
      /must have format 1, but has 99: .*Move the folder away to train synthetic anew$/,
      fresh,
    );
  }
});

Deno.test("runExperiment() refuses a run that another call trains", () =>
  withFolder(async (root) => {
    using _lock = await lockRun(runFolder(`${root}/cache`, CONFIG));
    await assert.rejects(
      () => runExperiment(CONFIG, { results: `${root}/results`, cache: `${root}/cache` }),
      /no other process may train there/,
    );
  }));

Deno.test("runExperiment() refuses what is recorded although a run is under way, unless that began afresh", async () => {
  await withFolder(async (root) => {
    const config: RunConfig = {
      ...CONFIG,
      data: { ...CONFIG.data, dataset: "generated" },
      limit: 4,
    };
    const results = `${root}/results`, cache = `${root}/cache`;
    const stopped = { results, cache, signal: AbortSignal.abort() };
    // A run is under way, and a record of it comes from elsewhere.
    assert.equal(await runExperiment(config, stopped), null);
    const folder = await record(results, config);
    const before = await contents(folder);
    await assert.rejects(runExperiment(config, stopped), /is recorded already/);
    // What fails before it begins changes nothing.
    const failing = { ...stopped, fresh: true, backend: "none" as "cpu" };
    await assert.rejects(runExperiment(config, failing), /Cannot open backend none/);
    await assert.rejects(runExperiment(config, stopped), /is recorded already/);
    // A run that takes the record's place goes on doing so.
    assert.equal(await runExperiment(config, { ...stopped, fresh: true }), null);
    assert.equal(await runExperiment(config, stopped), null);
    assert.deepEqual(await contents(folder), before);
  });
});

Deno.test("recorded() finds a run by its settings alone, finished ones only", () =>
  withFolder(async (results) => {
    const folder = await record(results, CONFIG);
    assert.equal(await recorded(CONFIG, results), folder);
    assert.equal(await recorded({ ...CONFIG, batch: 8 }, results), null);
    await Deno.remove(`${folder}/summary.json`);
    assert.equal(await recorded(CONFIG, results), null);
  }));

Deno.test("placeOf() keeps smoke runs and overridden settings apart from the recorded runs", () => {
  const short = { ...CONFIG, budget: "short" } as const;
  assert.equal(placeOf(short).results, RESULTS);
  assert.deepEqual(placeOf(short, true), trialPlace(short));
  assert.deepEqual(placeOf(CONFIG), trialPlace(CONFIG));
  assert.notEqual(trialPlace(short).results, trialPlace({ ...short, batch: 8 }).results);
});
