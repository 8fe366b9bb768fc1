/**
 * The folder of a run, `<results>/<experiment>/<budget>-seed<seed>/`: what is written when it has been
 * trained, how it is read back, and which runs there are. The files are plain JSON and CSV, so that
 * any tool can read them; `summary.json` comes last, and its presence is what marks a finished run.
 */
import { writeFileAtomic } from "./atomic.ts";
import { checkConfig, checkLog, checkSummary } from "./check.ts";
import { formatPredictions, parsePredictions } from "./predictions.ts";
import type { EpochLog, Prediction, Run, RunConfig, RunSummary } from "./run.ts";

/** The folder of the run that this configuration asks for. */
export function runFolder(
  results: string,
  config: Pick<RunConfig, "experiment" | "budget" | "seed">,
): string {
  return `${results}/${config.experiment}/${config.budget}-seed${config.seed}`;
}

/** Writes `config.json`: the first file of a record. */
export async function writeConfig(folder: string, config: RunConfig): Promise<void> {
  refuseUnless(`${folder}/config.json`, () => checkConfig(config));
  await writeFileAtomic(`${folder}/config.json`, json(config));
}

/**
 * Writes `log.jsonl`, a line an epoch.
 *
 * @throws Error when a number is not finite or an epoch is missing
 */
export async function writeLog(folder: string, log: readonly EpochLog[]): Promise<void> {
  refuseUnless(`${folder}/log.jsonl`, () => checkLog(log));
  const lines = log.map((epoch) => JSON.stringify(epoch) + "\n");
  await writeFileAtomic(`${folder}/log.jsonl`, lines.join(""));
}

/** Writes `predictions.csv`: a line per validation picture, float32 probabilities in full. */
export async function writePredictions(
  folder: string,
  predictions: readonly Prediction[],
  classes: readonly string[],
): Promise<void> {
  await writeFileAtomic(`${folder}/predictions.csv`, formatPredictions(predictions, classes));
}

/** Writes `summary.json`, which marks the run as finished: call it last. */
export async function writeSummary(folder: string, summary: RunSummary): Promise<void> {
  refuseUnless(`${folder}/summary.json`, () => checkSummary(summary));
  await writeFileAtomic(`${folder}/summary.json`, json(summary));
}

/**
 * Reads a finished run.
 *
 * @throws Error in one line that names the folder and what is wrong: no such run, not finished,
 * written in another format, NaN in the log, predictions that do not fit the classes
 */
export async function readRun(folder: string): Promise<Run> {
  try {
    const config = checkConfig(await readJson(`${folder}/config.json`));
    const summaryText = await readText(`${folder}/summary.json`);
    if (summaryText === null) {
      throw new Error(
        "it has no summary.json, so it is not finished: the same `deno task train` goes on with it",
      );
    }
    const summary = checkSummary(parseJson(summaryText, "summary.json"));
    const log = checkLog(await readLog(folder));
    if (summary.chosenEpoch < 1 || summary.chosenEpoch > log.length) {
      throw new Error(
        `chosenEpoch must be one of the log's ${log.length}, but is ${summary.chosenEpoch}`,
      );
    }
    const csv = await readText(`${folder}/predictions.csv`);
    if (csv === null) throw new Error("predictions.csv is missing");
    const predictions = parsePredictions(csv, config.data.classes);
    return { path: folder, config, log, summary, predictions };
  } catch (error) {
    const message = (error as Error).message.replace(/^Cannot read [^:]*: /, "");
    throw new Error(`Cannot read run ${folder}: ${message}`, { cause: error });
  }
}

/** The epochs of a recorded run; empty where there is no log. */
export async function readLog(folder: string): Promise<EpochLog[]> {
  const text = await readText(`${folder}/log.jsonl`);
  if (text === null) return [];
  return text.split("\n").filter((line) => line !== "")
    .map((line, index) => parseJson(line, `log.jsonl line ${index + 1}`) as EpochLog);
}

/** A run as `listRuns` sees it, without reading its predictions. */
export interface RunEntry {
  readonly path: string;
  readonly experiment: string;
  /** Name of the folder, `<budget>-seed<seed>`. */
  readonly name: string;
  readonly state: "finished" | "unfinished" | "unreadable";
  /** Null where `config.json` is missing or unreadable. */
  readonly config: RunConfig | null;
  /** Why it is unreadable, in one line; null otherwise. */
  readonly problem: string | null;
}

/**
 * All runs of a results folder, by experiment and name. A run without `summary.json` is listed as
 * unfinished; one that cannot be read is listed with the reason, so that it hides no other.
 */
export async function listRuns(results: string): Promise<RunEntry[]> {
  const entries: RunEntry[] = [];
  for (const experiment of await subfolders(results)) {
    for (const name of await subfolders(`${results}/${experiment}`)) {
      entries.push(await describeEntry(`${results}/${experiment}/${name}`, experiment, name));
    }
  }
  return entries;
}

/** Reads every finished run of a results folder. */
export async function readRuns(results: string): Promise<Run[]> {
  const finished = (await listRuns(results)).filter((entry) => entry.state === "finished");
  return await Promise.all(finished.map((entry) => readRun(entry.path)));
}

function refuseUnless(path: string, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    throw new Error(`Cannot write ${path}: ${(error as Error).message}`, { cause: error });
  }
}

async function describeEntry(path: string, experiment: string, name: string): Promise<RunEntry> {
  const entry = { path, experiment, name };
  try {
    const text = await readText(`${path}/config.json`);
    if (text === null) return { ...entry, state: "unfinished", config: null, problem: null };
    const config = checkConfig(parseJson(text, "config.json"));
    const finished = await readText(`${path}/summary.json`) !== null;
    return { ...entry, state: finished ? "finished" : "unfinished", config, problem: null };
  } catch (error) {
    const problem = `Cannot read run ${path}: ${(error as Error).message}`;
    return { ...entry, state: "unreadable", config: null, problem };
  }
}

async function subfolders(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const item of Deno.readDir(folder)) {
      if (item.isDirectory && !item.name.startsWith(".")) names.push(item.name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names.sort();
}

async function readText(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

async function readJson(path: string): Promise<unknown> {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const text = await readText(path);
  if (text === null) throw new Error(`${name} is missing: there is no run in this folder`);
  return parseJson(text, name);
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is not JSON (${(error as Error).message}): it was cut off or edited`);
  }
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2) + "\n";
}
