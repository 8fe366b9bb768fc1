/** What is to be evaluated: a recorded run, with or without kept weights, or a weights file. */
import { existsSync, statSync } from "node:fs";
import { RESULTS } from "experiments/run.ts";
import { decodeModel, type Model } from "lib/models/model_file.ts";
import type { Run } from "lib/records/run.ts";
import { readRun } from "lib/records/store.ts";
import { namedRun } from "../named_run.ts";

const WEIGHTS = "weights.safetensors";

export interface Source {
  /** The recorded run; null for a weights file that lies in none. */
  readonly run: Run | null;
  /** Null where the run's weights were not kept. */
  readonly model: Model | null;
  /** Folder of the run, or the weights file. */
  readonly path: string;
}

/**
 * Finds what a name means.
 *
 * @param name a run's folder, a weights file, an experiment, or `EXPERIMENT/BUDGET-seedN`
 * @throws Error when there is no such thing, or a name means several runs
 */
export async function openSource(name: string, results = RESULTS): Promise<Source> {
  if (existsSync(name) && statSync(name).isFile()) {
    const folder = name.slice(0, Math.max(0, name.lastIndexOf("/")));
    const run = folder !== "" && existsSync(`${folder}/summary.json`)
      ? await readRun(folder)
      : null;
    return { run, model: await readModel(name), path: name };
  }
  const folder = existsSync(name)
    ? name.replace(/\/+$/, "")
    : (await namedRun(name, { task: "evaluate", results })).path;
  const run = await readRun(folder);
  const weights = `${folder}/${WEIGHTS}`;
  return { run, model: existsSync(weights) ? await readModel(weights) : null, path: folder };
}

async function readModel(path: string): Promise<Model> {
  return decodeModel(await Deno.readFile(path), path);
}
