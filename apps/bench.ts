/**
 * `deno task bench`: training and inference side by side with PyTorch and with tfjs-node's way of
 * running op by op, on this machine, in one run.
 */
import { createNetwork } from "lib/models/networks.ts";
import { hasBfloat16, processor } from "lib/engine/processor.ts";
import { contenders } from "./bench/contenders.ts";
import { measure } from "./bench/measure.ts";
import { peerPython } from "./bench/peer_environment.ts";
import { measureExplain, measurePipeline } from "./bench/pipeline.ts";
import { type BenchResult, renderBench } from "./bench/report.ts";
import { Worker } from "./bench/worker.ts";
import { productPeaks, workOf } from "./bench/work.ts";
import { defineCommand, runCommand, UsageError } from "./cli.ts";
import { ensureSetup } from "./setup.ts";

const NETWORK = "residual-se";
const PRODUCT_SIDE = 2048;

const command = defineCommand({
  name: "bench",
  summary: "Measures training and inference side by side with PyTorch, on this machine.",
  options: {
    only: {
      type: "string",
      value: "ID",
      multiple: true,
      help: "measure these contenders only, e.g. ours-bfloat16",
    },
    rounds: { type: "integer", value: "N", default: 7, help: "rounds that are taken in turn" },
    steps: { type: "integer", value: "N", default: 4, help: "training steps a round" },
    "warm-up": { type: "integer", value: "N", default: 3, help: "steps before the first round" },
    threads: {
      type: "integer",
      value: "N",
      default: navigator.hardwareConcurrency,
      help: "threads within an op",
    },
    batch: { type: "integer", value: "N", default: 32, help: "pictures a batch" },
    size: { type: "integer", value: "N", default: 64, help: "side of the pictures" },
  },
  json: "every figure, with settings, versions and machine",
  notes: "PyTorch gets an environment of its own in .cache (about 1 GB). All contenders stay " +
    "loaded, which takes about 8 GB of memory in all; --only takes fewer. Let nothing else run.",
  async run({ options, say, print }) {
    for (const name of ["rounds", "steps", "warm-up", "threads", "batch"] as const) {
      if (options[name] < 1) {
        throw new UsageError(
          `Cannot use --${name}: it must be at least 1, but is ${options[name]}.`,
        );
      }
    }
    const loadBefore = Deno.loadavg()[0] ?? 0;
    if (loadBefore > 0.5) {
      say(`The machine is busy (load ${loadBefore.toFixed(1)}): figures will be low and unsteady.`);
    }
    await ensureSetup({ say });
    const { threads, batch, size, rounds, steps } = options;
    const all = contenders({
      ...{ threads, batch, size },
      python: await peerPython(say),
      bfloat16: hasBfloat16(),
    });
    const chosen = options.only.length === 0 ? all : options.only.map((id) => find(all, id));
    const warmUp = options["warm-up"];
    const settings = { batch, rounds, steps, warmUp, productSide: PRODUCT_SIDE };
    const results = await measure(chosen, { ...settings, say });
    // The first one is this project's fastest mode.
    const worker = new Worker(all[0]!.command);
    await worker.greeting();
    say("augmentation");
    const pipeline = await measurePipeline(worker, batch, results);
    say("Grad-CAM");
    const explain = await measureExplain(worker, batch, rounds);
    await worker.close();
    const network = createNetwork(NETWORK, { classes: 6, pooling: "average", size });
    const result: BenchResult = {
      machine: processor(),
      ...{ ...settings, threads, size, network: NETWORK },
      contenders: results,
      pipeline,
      explain,
      work: workOf(network.describe(size)),
      peaks: productPeaks(results),
      versions: versions(results),
      loadBefore,
      finishedAt: new Date().toISOString(),
    };
    print(result, renderBench(result));
  },
});

function find<T extends { readonly id: string }>(all: readonly T[], id: string): T {
  const found = all.find((each) => each.id === id);
  if (found) return found;
  const known = all.map((each) => each.id).join(", ");
  throw new UsageError(`Cannot use --only: it must be one of ${known}, but is "${id}".`);
}

function versions(
  results: readonly { readonly framework: string; readonly version: string | null }[],
): Record<string, string> {
  const found: Record<string, string> = { Deno: Deno.version.deno };
  for (const { framework, version } of results) {
    if (version) found[framework === "PyTorch" ? framework : "TensorFlow"] = version;
  }
  return found;
}

if (import.meta.main) await runCommand(command);
