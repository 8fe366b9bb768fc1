/**
 * `deno task grid`: trains a set of experiments one after the other. Each run is one command that
 * writes one folder, so that a cluster's scheduler can take its place.
 */
import { fileURLToPath } from "node:url";
import { EXPERIMENTS } from "experiments/mod.ts";
import { TRAINING_BACKENDS } from "lib/engine/engine.ts";
import { defineCommand, Interrupted, runCommand } from "./cli.ts";
import { type GridRun, planGrid } from "./grid/plan.ts";
import { runGrid } from "./grid/run.ts";
import { gridLines } from "./grid/table.ts";
import { ensureSetup } from "./setup.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const command = defineCommand({
  name: "grid",
  summary:
    "Trains experiments one after the other, each in a process of its own. What is recorded under " +
    "the same settings is skipped, what was cut off goes on, and a failed run does not stop the " +
    "others.",
  options: {
    budget: {
      type: "string",
      choices: ["smoke", "short", "fast", "full"],
      default: "short",
      help: "how much to train; experiments without this budget are left out",
    },
    only: {
      type: "string",
      value: "GLOB",
      multiple: true,
      help: "experiments by name, e.g. 'ablation-*'",
    },
    seed: { type: "integer", value: "N", multiple: true, help: "seed of each run; default 1" },
    list: { type: "boolean", help: "only say which runs there are and where they stand" },
    "keep-weights": { type: "boolean", help: "record the float16 weights too" },
    backend: {
      type: "string",
      choices: TRAINING_BACKENDS,
      default: "tensorflow",
      help: "what computes",
    },
    device: { type: "string", choices: ["cpu", "cuda"], default: "cpu", help: "of TensorFlow" },
    precision: {
      type: "string",
      choices: ["float32", "bfloat16"],
      help: "of the products; default bfloat16 where the processor has it",
    },
    threads: { type: "integer", value: "N", help: "threads of TensorFlow; default one a core" },
  },
  json: "every run with its state, accuracy and seconds",
  notes:
    "Ctrl-C ends the run at work after its step and keeps its state; the same command goes on.",
  graceful: true,
  async run({ options, signal, say, print }) {
    const { budget, only } = options;
    const seeds = options.seed.length === 0 ? [1] : options.seed;
    const { runs, without } = await planGrid(EXPERIMENTS, { budget, only, seeds });
    if (without.length > 0) {
      say(
        `Left out, without budget ${budget} or to be trained with --start: ${without.join(", ")}.`,
      );
    }
    if (!options.list) {
      if (options.backend === "tensorflow") await ensureSetup({ say });
      const commandOf = (run: GridRun) => trainCommand(run.config, options);
      await runGrid(runs, { commandOf, signal, say });
    }
    const table = runs.map(({ config, state, accuracy, seconds, note }) => {
      const { experiment, seed } = config;
      return { experiment, budget, seed, state, accuracy, seconds, note };
    });
    print(table, gridLines(runs, null).join("\n"));
    if (signal.aborted || runs.some(({ state }) => state === "stopped")) {
      throw new Interrupted("Stopped; the same command goes on from here.");
    }
    const failed = runs.filter(({ state }) => state === "failed");
    if (failed.length > 0) {
      const names = failed.map(({ config }) => config.experiment).join(", ");
      throw new Error(`${failed.length} of ${runs.length} runs failed: ${names}`);
    }
  },
});

/** The command that trains one run: what a scheduler would be given. */
function trainCommand(
  { experiment, budget, seed }: { experiment: string; budget: string; seed: number },
  options: {
    readonly "keep-weights": boolean;
    readonly backend: string;
    readonly device: string;
    readonly precision: string | undefined;
    readonly threads: number | undefined;
  },
): string[] {
  const { backend, device, precision, threads } = options;
  return [
    ...[Deno.execPath(), "run", "-A", `${ROOT}apps/train.ts`, experiment],
    ...["--budget", budget, "--seed", `${seed}`, "--progress", "json"],
    ...["--backend", backend, "--device", device],
    ...(precision === undefined ? [] : ["--precision", precision]),
    ...(threads === undefined ? [] : ["--threads", `${threads}`]),
    ...(options["keep-weights"] ? ["--keep-weights"] : []),
  ];
}

if (import.meta.main) await runCommand(command);
