/** The grid: which runs it is made of, what it does with them, and what it says. */
import assert from "node:assert/strict";
import { type GridRun, planGrid, selectExperiments } from "../../apps/grid/plan.ts";
import { runGrid } from "../../apps/grid/run.ts";
import { gridLines, secondsLeft, TableView } from "../../apps/grid/table.ts";
import { multiplyAdds, workOf } from "../../apps/grid/work.ts";
import { EXPERIMENTS } from "../../experiments/mod.ts";
import { lockRun } from "../../experiments/lock.ts";
import {
  runFolder,
  writeConfig,
  writeLog,
  writePredictions,
  writeSummary,
} from "../../lib/records/store.ts";
import { withFolder } from "../helpers/pictures.ts";
import {
  CLASSES,
  syntheticLog,
  syntheticPredictions,
  syntheticSummary,
} from "../helpers/synthetic_run.ts";

const PAIR = ["outlook-focal", "outlook-votes", "outlook-unweighted"];

/** Three runs whose results and unfinished states lie in a folder of the test. */
async function plan(folder: string): Promise<GridRun[]> {
  const place = () => ({ results: `${folder}/results`, cache: `${folder}/cache` });
  const selection = { budget: "short", only: PAIR, seeds: [1] } as const;
  return (await planGrid(EXPERIMENTS, selection, place)).runs;
}

async function record({ config, place }: GridRun): Promise<void> {
  const folder = runFolder(place.results, config);
  await writeConfig(folder, config);
  await writeLog(folder, syntheticLog());
  await writePredictions(folder, syntheticPredictions(), CLASSES);
  await writeSummary(folder, syntheticSummary());
}

/** Takes a run's record out of the results; the code that it returns puts it back. */
async function setAside(folder: string, { place, config }: GridRun): Promise<string> {
  const written = runFolder(place.results, config);
  await Deno.rename(written, `${folder}/aside`);
  return `Deno.renameSync(${JSON.stringify(`${folder}/aside`)}, ${JSON.stringify(written)})`;
}

/** A process that says what it is told to on stderr, and ends with a status. */
function says(lines: readonly string[], status = 0): string[] {
  const code = `for (const line of ${JSON.stringify(lines)}) console.error(line);` +
    `Deno.exit(${status})`;
  return [Deno.execPath(), "eval", code];
}

const step = (epoch: number) =>
  JSON.stringify({
    ...{ kind: "step", epoch, epochs: 12, batch: 5, batches: 280, loss: 1, accuracy: 0.5 },
    ...{ imagesPerSecond: 100, secondsLeft: 600 },
  });

function quiet(): { view: TableView; drawn: string[] } {
  const drawn: string[] = [];
  return { view: new TableView(false, (text) => void drawn.push(text)), drawn };
}

Deno.test("selectExperiments() takes names and patterns, in the order of the list", () => {
  const names = (...only: string[]) => selectExperiments(EXPERIMENTS, only).map((e) => e.name);
  assert.equal(names().length, EXPERIMENTS.length);
  assert.deepEqual(names("outlook-votes", "outlook-focal"), ["outlook-focal", "outlook-votes"]);
  assert.deepEqual(names("ablation-ferplus-*"), [
    "ablation-ferplus-moderate",
    "ablation-ferplus-aggressive",
  ]);
  assert.deepEqual(names("networks-st?"), ["networks-stn"]);
  assert.throws(() => names("outlook.*"), /Cannot use --only outlook\.\*: it must fit an experim/);
});

Deno.test("planGrid() leaves out experiments without the budget, and names them", async () => {
  const selection = { budget: "fast", only: ["ferplus-*", "outlook-*"], seeds: [1, 2] } as const;
  const place = () => ({ results: "/nowhere", cache: "/nowhere" });
  const { runs, without } = await planGrid(EXPERIMENTS, selection, place);
  assert.deepEqual(runs.map(({ config }) => `${config.experiment} ${config.seed}`), [
    "ferplus-residual-se 1",
    "ferplus-residual-se-honest 1",
    "ferplus-seven-honest 1",
    "ferplus-seven-honest-longer 1",
    "ferplus-residual-se 2",
    "ferplus-residual-se-honest 2",
    "ferplus-seven-honest 2",
    "ferplus-seven-honest-longer 2",
  ]);
  assert.ok(without.includes("outlook-focal"));
  // Its epochs are too few to train from nothing.
  assert.ok(without.includes("ferplus-seven"));
});

Deno.test("runGrid() skips what is recorded under the same configuration, not under another", () =>
  withFolder(async (folder) => {
    const [first, second] = await plan(folder);
    await record(first!);
    await record({ ...second!, config: { ...second!.config, batch: 8 } });
    const runs = await plan(folder);
    assert.deepEqual(runs.map(({ state }) => state), ["recorded", "waiting", "waiting"]);
    assert.equal(runs[0]!.accuracy, 0.8);
    assert.equal(runs[0]!.seconds, 1500);
  }));

Deno.test("planGrid() lets a damaged record stand in nobody's way, and says what is wrong", () =>
  withFolder(async (folder) => {
    const [first] = await plan(folder);
    await record(first!);
    const written = runFolder(`${folder}/results`, first!.config);
    await Deno.writeTextFile(`${written}/predictions.csv`, "<<<<<<< ours\n");
    const runs = await plan(folder);
    assert.deepEqual(runs.map(({ state }) => state), ["failed", "waiting", "waiting"]);
    assert.match(runs[0]!.note, /^Cannot read run .*columns must be/);
  }));

Deno.test("runGrid() counts a run that was recorded although it was stopped", () =>
  withFolder(async (folder) => {
    const runs = (await plan(folder)).slice(0, 1);
    await record(runs[0]!);
    const putBack = await setAside(folder, runs[0]!);
    await runGrid(runs, {
      commandOf: () => [Deno.execPath(), "eval", `${putBack}; Deno.exit(130)`],
      signal: new AbortController().signal,
      say: () => {},
      cwd: folder,
      view: quiet().view,
    });
    assert.deepEqual([runs[0]!.state, runs[0]!.accuracy], ["done", 0.8]);
  }));

Deno.test("runGrid() goes on after a failed run, and says why it failed", () =>
  withFolder(async (folder) => {
    const runs = await plan(folder);
    const said: string[] = [];
    await runGrid(runs, {
      commandOf: ({ config }) =>
        config.experiment === "outlook-focal"
          ? says(["TensorFlow says something", step(1), "Cannot go on training: NaN"], 1)
          : config.experiment === "outlook-votes"
          ? ["bash", "-c", "kill -SEGV $$"]
          : says(["done"]),
      signal: new AbortController().signal,
      say: (line) => void said.push(line),
      cwd: folder,
      view: quiet().view,
    });
    assert.deepEqual(runs.map(({ state }) => state), ["failed", "failed", "failed"]);
    const note = (name: string) => runs.find((run) => run.config.experiment === name)!.note;
    assert.equal(note("outlook-focal"), "Cannot go on training: NaN");
    assert.equal(note("outlook-votes"), "the process was ended by SIGSEGV");
    // A process that ends well has left a record, or it has not done what it was asked to.
    assert.equal(note("outlook-unweighted"), "it ended without a record");
    assert.equal(said.length, 3);
  }));

Deno.test("runGrid() takes over what a finished process recorded, and shows its steps before", () =>
  withFolder(async (folder) => {
    const runs = (await plan(folder)).slice(0, 1);
    await record(runs[0]!);
    const move = `console.error(${JSON.stringify(step(3))});` + await setAside(folder, runs[0]!);
    const { view, drawn } = quiet();
    await runGrid(runs, {
      commandOf: () => [Deno.execPath(), "eval", move],
      signal: new AbortController().signal,
      say: () => {},
      cwd: folder,
      view,
    });
    assert.equal(runs[0]!.state, "done");
    assert.equal(runs[0]!.accuracy, 0.8);
    assert.match(drawn.join(""), /^outlook-focal, seed 1: epoch 3\/12, batch 5\/280, 50\.0 %/);
    assert.match(drawn.join(""), /10 min left; the grid has about 10 min left\n$/);
  }));

Deno.test("runGrid() leaves a run alone that another process trains", () =>
  withFolder(async (folder) => {
    const [first] = await plan(folder);
    using _lock = await lockRun(runFolder(first!.place.cache, first!.config));
    const [run] = await plan(folder);
    assert.equal(run!.state, "busy");
    assert.match(gridLines([run!], null).at(-1)!, /0 of 1 recorded · 1 trained elsewhere/);
  }));

Deno.test("runGrid() interrupts the process once when it is stopped, and starts no other", () =>
  withFolder(async (folder) => {
    const runs = await plan(folder);
    const abort = new AbortController();
    const child = `Deno.addSignalListener("SIGTERM", () => Deno.exit(130));` +
      `console.error(${JSON.stringify(step(1))}); setInterval(() => {}, 1000)`;
    const view = new TableView(false, () => abort.abort());
    await runGrid(runs, {
      commandOf: () => [Deno.execPath(), "eval", child],
      signal: abort.signal,
      say: () => {},
      cwd: folder,
      view,
    });
    assert.deepEqual(runs.map(({ state }) => state), ["stopped", "waiting", "waiting"]);
  }));

Deno.test("lockRun() refuses a second holder, and is free again when the first one was killed", () =>
  withFolder(async (folder) => {
    const code = `const { lockRun } = await import(${
      JSON.stringify(new URL("../../experiments/lock.ts", import.meta.url).href)
    }); await lockRun(${JSON.stringify(folder)}); console.log("held"); setInterval(() => {}, 1e3)`;
    const child = new Deno.Command(Deno.execPath(), { args: ["eval", code], stdout: "piped" })
      .spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    await assert.rejects(
      () => lockRun(folder),
      new RegExp(`no other process may train there, but process ${child.pid} does`),
    );
    child.kill("SIGKILL");
    await reader.cancel();
    await child.status;
    using lock = await lockRun(folder);
    assert.equal(await Deno.readTextFile(lock.path), `${Deno.pid}\n`);
  }));

Deno.test("secondsLeft() foretells the waiting runs from the speed of the one at work", () =>
  withFolder(async (folder) => {
    const runs = await plan(folder);
    const [first, second] = runs;
    const work = workOf(second!.config)!;
    assert.equal(work, 12 * 17_913 * multiplyAdds(second!.config, 32));
    first!.state = "running";
    const left = secondsLeft(runs, { rate: work / 1000, secondsLeft: 60 })!;
    assert.ok(Math.abs(left - 2060) < 1e-6, `${left}`);
    assert.equal(secondsLeft(runs, null), null);
  }));
