/**
 * Opens the network that a program is to use: the file behind `--model`, or without it the recorded
 * one that serves real use best, and the engine that runs it.
 */
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { RESULTS } from "experiments/run.ts";
import { type BackendName, BACKENDS, type Engine } from "lib/engine/engine.ts";
import { openEngine as open } from "lib/engine/open.ts";
import { decodeModel, type Model } from "lib/models/model_file.ts";
import { listRuns, readRun } from "lib/records/store.ts";
import type { Run } from "lib/records/run.ts";
import { namedRun } from "./named_run.ts";
import { ensureSetup } from "./setup/environment.ts";

const WEIGHTS = "weights.safetensors";

/** The option `--model` of every program that uses a trained network. */
export const MODEL_OPTION = {
  type: "string",
  value: "NAME|PATH",
  help: "the network: an experiment, a run's folder or a weights file; without it the recorded " +
    "FER+ network, one that knows neutral if there is one",
} as const;

/** The options that say what computes. */
export const ENGINE_OPTIONS = {
  backend: { type: "string", choices: BACKENDS, default: "tensorflow", help: "what computes" },
  device: { type: "string", choices: ["cpu", "cuda"], default: "cpu", help: "of TensorFlow" },
} as const;

export interface OpenedModel {
  readonly model: Model;
  /** Path of the weights. */
  readonly path: string;
  /** SHA-256 of the weights file. */
  readonly hash: string;
}

/**
 * Reads a model.
 *
 * @param name an experiment, a run's folder, a weights file, or undefined for the default
 * @param results the recorded runs
 * @throws Error when there is no such model, with the names there are
 */
export async function openModel(
  name: string | undefined,
  results: string = RESULTS,
): Promise<OpenedModel> {
  const path = await modelPath(name, results);
  const bytes = await Deno.readFile(path);
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { model: decodeModel(bytes, path), path, hash };
}

/** Sets TensorFlow up where that is still to be done, and opens the engine. */
export async function openEngine(
  { backend, device }: { readonly backend: BackendName; readonly device: "cpu" | "cuda" },
  say: (line: string) => void,
): Promise<Engine> {
  if (backend === "tensorflow") await ensureSetup({ say });
  // In bfloat16 the same face would get slightly other probabilities than in the browser.
  return await open({ backend, device, precision: "float32" });
}

async function modelPath(name: string | undefined, results: string): Promise<string> {
  if (name !== undefined && existsSync(name)) {
    const path = statSync(name).isDirectory() ? `${name}/${WEIGHTS}` : name;
    if (existsSync(path)) return path;
    throw new Error(`Cannot open the model: ${name} must hold ${WEIGHTS}, but does not`);
  }
  if (name !== undefined) {
    const run = await namedRun(name, { task: "open the model", results, accepts: isKept });
    return `${run.path}/${WEIGHTS}`;
  }
  const entries = (await listRuns(results)).filter(({ state, config, path }) =>
    state === "finished" && config?.data.dataset === "ferplus" && isKept({ path })
  );
  const runs = await Promise.all(entries.map(({ path }) => readRun(path)));
  const best = runs.toSorted((a, b) => rank(b) - rank(a))[0];
  if (best !== undefined) return `${best.path}/${WEIGHTS}`;
  throw new Error(
    "Cannot open the model: there must be a FER+ run with weights, but none is recorded; train " +
      "one with `deno task train ferplus-residual-se --budget fast --keep-weights`, or name a " +
      "model with --model",
  );
}

function isKept({ path }: { readonly path: string }): boolean {
  return existsSync(`${path}/${WEIGHTS}`);
}

/** A network that knows neutral comes first: without it, every calm face gets an emotion. */
function rank({ config, summary }: Run): number {
  return (config.data.classes.includes("neutral") ? 1 : 0) + summary.validation.accuracy;
}
