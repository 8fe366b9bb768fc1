/** `deno task train EXPERIMENT`: trains an experiment and records the run. */
import { existsSync } from "node:fs";
import { EXPERIMENTS, findExperiment } from "experiments/mod.ts";
import { placeOf, runExperiment } from "experiments/run.ts";
import { TRAINING_BACKENDS } from "lib/engine/engine.ts";
import { duration } from "lib/notebook/progress.ts";
import { headline } from "lib/records/headline.ts";
import type { EpochLog } from "lib/records/run.ts";
import { runFolder } from "lib/records/store.ts";
import { checkpointPath } from "lib/train/checkpoint.ts";
import { resolveExperiment } from "lib/train/experiment.ts";
import type { TrainEvent } from "lib/train/events.ts";
import { asUsage, defineCommand, Interrupted, runCommand, UsageError } from "./cli.ts";
import { ensureSetup } from "./setup.ts";

const command = defineCommand({
  name: "train",
  summary:
    "Trains an experiment and records it in experiments/results; budget smoke and overridden " +
    "settings are trials\nand stay in .cache/runs. A run that was stopped goes on where it was.",
  positionals: [{ name: "EXPERIMENT", help: "its name, see below" }],
  options: {
    budget: {
      type: "string",
      choices: ["smoke", "short", "fast", "full"],
      default: "short",
      help: "how much to train",
    },
    seed: { type: "integer", value: "N", default: 1, help: "seed of weights, order, augmentation" },
    set: {
      type: "string",
      value: "KEY=VALUE",
      multiple: true,
      help: "replace a setting, e.g. optimizer.learningRate=0.002",
    },
    fresh: { type: "boolean", help: "start over, also where the run is recorded or under way" },
    start: { type: "string", value: "FILE", help: "start from these weights where they fit" },
    "keep-weights": {
      type: "boolean",
      help: "record the float16 weights too, which the programs and evaluate need",
    },
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
    progress: {
      type: "string",
      choices: ["text", "json"],
      default: "text",
      help: "how progress is told on stderr; json for programs",
    },
  },
  json: "the run's summary",
  notes: `Experiments:\n${EXPERIMENTS.map((e) => `  ${e.name.padEnd(28)}${e.title}`).join("\n")}`,
  graceful: true,
  async run({ options, positionals, signal, say, print }) {
    const { budget, seed, set } = options;
    const experiment = asUsage(() => findExperiment(positionals[0]!));
    const config = asUsage(() => resolveExperiment(experiment, { budget, seed, set }));
    if (options.backend === "tensorflow") await ensureSetup();
    const { fresh, backend, device, precision, threads, start } = options;
    const place = placeOf(config, set.length > 0);
    const begun = !fresh && existsSync(checkpointPath(runFolder(place.cache, config)));
    if (experiment.needsStart?.includes(budget) && start === undefined && !begun) {
      throw new UsageError(
        `Cannot train ${experiment.name} on budget ${budget} from nothing: --start must name the ` +
          "weights that it is made to go on from.",
      );
    }
    const summary = await runExperiment(config, {
      ...place,
      fresh,
      backend,
      device,
      keepWeights: options["keep-weights"],
      ...(precision === undefined ? {} : { precision }),
      ...(threads === undefined ? {} : { threads }),
      ...(start === undefined ? {} : { start }),
      signal,
      onEvent: options.progress === "json" ? jsonReporter(say) : reporter(say),
    });
    if (!summary) {
      const how = fresh ? "the same command without --fresh" : "the same command";
      throw new Interrupted(`Stopped; ${how} goes on from here.`);
    }
    const { part, scores } = headline(config, summary);
    print(
      summary,
      `Recorded in ${runFolder(place.results, config)}\n` +
        `Epoch ${summary.chosenEpoch} of ${summary.epochs}: ${part} accuracy ` +
        `${percent(scores.accuracy)}, macro F1 ${scores.macroF1.toFixed(4)}`,
    );
  },
});

/** Events as JSON lines, of the steps one a second. */
function jsonReporter(say: (line: string) => void): (event: TrainEvent) => void {
  let last = -Infinity;
  return (event) => {
    const now = performance.now();
    if (event.kind === "step" && now - last < 1000) return;
    last = now;
    say(JSON.stringify(event));
  };
}

/** Says how far training is: a line that is redrawn on a terminal, one every minute elsewhere. */
function reporter(say: (line: string) => void): (event: TrainEvent) => void {
  const terminal = Deno.stderr.isTerminal();
  const encoder = new TextEncoder();
  let last = performance.now();
  const draw = (line: string) => Deno.stderr.writeSync(encoder.encode(`\r\x1b[K${line}`));
  return (event) => {
    switch (event.kind) {
      case "resumed":
        return say(`Going on in epoch ${event.epoch} after batch ${event.batch}.`);
      case "step": {
        const now = performance.now();
        if (now - last < (terminal ? 200 : 60_000)) return;
        last = now;
        const line =
          `epoch ${event.epoch}/${event.epochs}  batch ${event.batch}/${event.batches}  ` +
          `loss ${event.loss.toFixed(4)}  accuracy ${percent(event.accuracy)}  ` +
          `${event.imagesPerSecond.toFixed(0)} images/s  ${duration(event.secondsLeft)} left`;
        return terminal ? void draw(line) : say(line);
      }
      case "evaluating":
        return terminal ? void draw(`epoch ${event.epoch}  evaluating`) : undefined;
      case "epoch":
        if (terminal) draw("");
        return say(epochLine(event.log.at(-1)!));
      default:
        return event satisfies never;
    }
  };
}

function epochLine(log: EpochLog): string {
  const validation = log.valAccuracy === null
    ? ""
    : `  validation: loss ${log.valLoss!.toFixed(4)}  accuracy ${percent(log.valAccuracy)}  ` +
      `macro F1 ${log.valMacroF1!.toFixed(4)}`;
  return `epoch ${log.epoch} at ${log.size}×${log.size}  loss ${log.trainLoss.toFixed(4)}  ` +
    `accuracy ${percent(log.trainAccuracy)}${validation}  ${
      log.imagesPerSecond.toFixed(0)
    } images/s`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

if (import.meta.main) await runCommand(command);
