import assert from "node:assert/strict";
import {
  listRuns,
  readRun,
  readRuns,
  runFolder,
  writeConfig,
  writeLog,
  writePredictions,
  writeSummary,
} from "../../lib/records/store.ts";
import type { EpochLog } from "../../lib/records/run.ts";
import { CLASSES, syntheticRun } from "../helpers/synthetic_run.ts";

async function withRun(
  act: (results: string, folder: string) => Promise<void>,
  finished = true,
): Promise<void> {
  const results = await Deno.makeTempDir();
  try {
    const run = syntheticRun();
    const folder = runFolder(results, run.config);
    await writeConfig(folder, run.config);
    await writeLog(folder, run.log);
    if (finished) {
      await writePredictions(folder, run.predictions, CLASSES);
      await writeSummary(folder, run.summary);
    }
    await act(results, folder);
  } finally {
    await Deno.remove(results, { recursive: true });
  }
}

async function edit(path: string, change: (text: string) => string): Promise<void> {
  await Deno.writeTextFile(path, change(await Deno.readTextFile(path)));
}

Deno.test("readRun() gives back what was written, bit for bit", async () => {
  await withRun(async (_, folder) => {
    const run = syntheticRun();
    assert.deepEqual(await readRun(folder), { ...run, path: folder });
  });
});

Deno.test("runFolder() names experiment, budget and seed", () => {
  const { config } = syntheticRun({
    config: { experiment: "residual-se", budget: "fast", seed: 3 },
  });
  assert.equal(runFolder("results", config), "results/residual-se/fast-seed3");
});

Deno.test("listRuns() lists a run without summary.json as unfinished", async () => {
  await withRun(async (results) => {
    const [entry, ...rest] = await listRuns(results);
    assert.equal(rest.length, 0);
    assert.equal(entry?.state, "unfinished");
    assert.equal(entry?.problem, null);
    assert.equal(entry?.config?.experiment, "synthetic");
    assert.deepEqual(await readRuns(results), []);
  }, false);
});

Deno.test("listRuns() gives an empty list when there is no results folder", async () => {
  assert.deepEqual(await listRuns("/nonexistent/results"), []);
});

Deno.test("listRuns() names an unreadable run and still lists the others", async () => {
  await withRun(async (results, folder) => {
    await Deno.mkdir(`${results}/other/short-seed1`, { recursive: true });
    await Deno.writeTextFile(`${results}/other/short-seed1/config.json`, '{"format": 2}');
    const entries = await listRuns(results);
    assert.deepEqual(entries.map((entry) => entry.state), ["unreadable", "finished"]);
    assert.match(entries[0]!.problem!, /^Cannot read run .*other.*format 1, but has 2[^\n]*$/);
    assert.deepEqual((await readRuns(results)).map((run) => run.path), [folder]);
  });
});

Deno.test("readRun() says that a run without summary.json is not finished", async () => {
  await withRun(async (_, folder) => {
    await assert.rejects(
      readRun(folder),
      /^Error: Cannot read run .*no summary\.json.*goes on with it$/,
    );
  }, false);
});

Deno.test("readRun() says that there is no run when the folder does not exist", async () => {
  await assert.rejects(readRun("/nonexistent/run"), /Cannot read run .*config\.json is missing/);
});

const damages: [name: string, file: string, change: (text: string) => string, message: RegExp][] = [
  [
    "a configuration of another version",
    "config.json",
    (t) => t.replace('"format": 1', '"format": 0'),
    /config\.json must have format 1, but has 0: it comes from another version/,
  ],
  [
    "a summary of another version",
    "summary.json",
    (t) => t.replace('"format": 1', '"format": 7'),
    /summary\.json must have format 1, but has 7/,
  ],
  [
    "a summary that was cut off",
    "summary.json",
    (t) => t.slice(0, 80),
    /summary\.json is not JSON/,
  ],
  [
    "a chosen epoch beyond the log",
    "summary.json",
    (t) => t.replace('"chosenEpoch": 10', '"chosenEpoch": 13'),
    /chosenEpoch must be one of the log's 12, but is 13/,
  ],
  [
    "NaN in the log",
    "log.jsonl",
    (t) => t.replace(/"trainLoss":[\d.]+/, '"trainLoss":null'),
    /log\.jsonl: epoch 1: trainLoss must be finite, but is null/,
  ],
  [
    "a missing epoch",
    "log.jsonl",
    (t) => t.split("\n").slice(1).join("\n"),
    /log\.jsonl: epoch 1 must come next, but is 2/,
  ],
  [
    "predictions of other classes",
    "predictions.csv",
    (t) => t.replace("angry", "anger"),
    /columns must be row,usage,label,angry,.*but are row,usage,label,anger/,
  ],
  [
    "probabilities that do not sum to 1",
    "predictions.csv",
    (t) => t.replace(/\n(\w+,\w+,\w+),.*\n/, "\n$1,0.5,0.1,0.1,0.1,0.1,0.2\n"),
    /line 2 has probabilities that must sum to 1, but sum to 1\.10000/,
  ],
  [
    "a cut-off line of predictions",
    "predictions.csv",
    (t) => t.slice(0, -30),
    /line 601 must have 9 cells, but has \d/,
  ],
];
for (const [name, file, change, message] of damages) {
  Deno.test(`readRun() gives one clear line when there is ${name}`, async () => {
    await withRun(async (_, folder) => {
      await edit(`${folder}/${file}`, change);
      await assert.rejects(readRun(folder), (error: Error) => {
        assert.match(error.message, message);
        assert.ok(error.message.startsWith(`Cannot read run ${folder}: `), error.message);
        assert.equal(error.message.split("\n").length, 1);
        return true;
      });
    });
  });
}

Deno.test("writeLog() refuses NaN, which JSON would turn into null", async () => {
  await withRun(async (_, folder) => {
    const before = await Deno.readTextFile(`${folder}/log.jsonl`);
    const log = syntheticRun().log.map((epoch): EpochLog => ({ ...epoch, valLoss: NaN }));
    await assert.rejects(writeLog(folder, log), /Cannot write .*epoch 1: valLoss must be finite/);
    assert.equal(await Deno.readTextFile(`${folder}/log.jsonl`), before);
  });
});
