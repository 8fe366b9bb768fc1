import assert from "node:assert/strict";
import { contenders } from "../../../apps/bench/contenders.ts";
import { type ContenderResult, measure, median, timing } from "../../../apps/bench/measure.ts";
import { measureExplain, measurePipeline } from "../../../apps/bench/pipeline.ts";
import { type BenchResult, renderBench } from "../../../apps/bench/report.ts";
import { Worker } from "../../../apps/bench/worker.ts";
import { productPeaks, trainingShare, workOf } from "../../../apps/bench/work.ts";
import { createNetwork } from "../../../lib/models/networks.ts";
import { type CountsFixture } from "../../helpers/torch_rules.ts";
import { readTorchFixture } from "../../helpers/torch_fixture.ts";

const OPTIONS = { threads: 1, batch: 2, size: 32, python: "python3", bfloat16: false };
const SETTINGS = { batch: 2, rounds: 2, steps: 1, warmUp: 1, productSide: 128, say: () => {} };

function contender(id: string) {
  return contenders(OPTIONS).find((each) => each.id === id)!;
}

Deno.test("median() and timing() take the middle of all rounds", () => {
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.deepEqual(timing([[10, 20], [40, 60]], 4), {
    median: 30,
    fastestRound: 15,
    slowestRound: 50,
    picturesPerSecond: 4 * 1000 / 30,
  });
  assert.equal(timing([], 4), null);
});

Deno.test("workOf() counts fvcore's multiply-adds twice, and three times of it for training", () => {
  const { byOperator, byLayer } = readTorchFixture<CountsFixture>("counts").networks["residual-se"];
  const network = createNetwork("residual-se", { classes: 6, pooling: "average", size: 64 });
  const work = workOf(network.describe(64));
  const products = 2 * (byOperator.conv! + byOperator.linear!) / 1e9;
  assert(Math.abs(work.inference / products - 1) < 1e-12, `${work.inference}, not ${products}`);
  const training = 3 * products - 2 * byLayer["features.0"]! / 1e9;
  assert(Math.abs(work.training / training - 1) < 1e-12, `${work.training}, not ${training}`);
});

Deno.test("contenders() leaves bfloat16 out where the processor lacks it", () => {
  assert(contenders(OPTIONS).every(({ precision }) => precision === "float32"));
  const all = contenders({ ...OPTIONS, bfloat16: true });
  assert(all.some(({ id }) => id === "torch-compiled"));
  assert(all.some(({ id }) => id === "ours-bfloat16"));
});

Deno.test("measure() times this project recorded and op by op, and goes on past one that fails", async () => {
  const failing = {
    ...contender("torch-float32"),
    command: {
      program: Deno.execPath(),
      args: ["eval", "console.error('no wheel'); Deno.exit(3)"],
    },
  };
  const results = await measure(
    [contender("ours-float32"), failing, contender("ours-eager")],
    SETTINGS,
  );
  const [recorded, broken, eager] = results as [ContenderResult, ContenderResult, ContenderResult];
  for (const each of [recorded, eager]) {
    assert.equal(each.error, null);
    assert(each.training!.picturesPerSecond > 0);
    assert(each.batchInference!.median > 0 && each.pictureInference!.median > 0);
    assert(each.peakMemoryBytes! > 1e8 && each.firstStepSeconds! > 0);
    assert(each.productGflops! > 0);
  }
  assert.equal(broken.error, "the process ended with status 3: no wheel");
  assert.equal(broken.training, null);
  const peaks = productPeaks(results);
  assert.equal(peaks.float32, Math.max(recorded.productGflops!, eager.productGflops!));
  const share = trainingShare(recorded, { training: 1, inference: 1 }, peaks)!;
  assert(share > 0 && share === recorded.training!.picturesPerSecond / peaks.float32!);
  const text = renderBench(benchResult(results));
  assert.match(text, /\| this project \| float32/);
  assert.match(text, /Not measured to the end, torch-float32: the process ended with status 3/);
  assert.match(text, /Training against running op by op, as tfjs-node: \d+\.\d\d ×/);
});

Deno.test("measurePipeline() and measureExplain() time augmentation and Grad-CAM", async () => {
  const worker = new Worker(contender("ours-float32").command);
  try {
    await worker.greeting();
    const pipeline = await measurePipeline(worker, 2, []);
    assert.deepEqual(pipeline.map(({ strategy }) => strategy), ["aggressive", "batch"]);
    for (const { milliseconds, picturesPerSecond, shareOfStep } of pipeline) {
      assert(milliseconds > 0 && picturesPerSecond === 2000 / milliseconds);
      assert.equal(shareOfStep, null);
    }
    const explain = await measureExplain(worker, 2, 1);
    assert.equal(explain.ratio, explain.milliseconds / explain.predictionMilliseconds);
    assert(explain.batchedPicturesPerSecond > 0);
  } finally {
    await worker.close();
  }
});

Deno.test("Worker.ask() returns the peer's errors as answers", async () => {
  const { command } = contender("ours-float32");
  const worker = new Worker(command);
  try {
    assert.equal((await worker.greeting()).threads, 1);
    const input = await worker.ask({ task: "input", steps: 3, strategy: "aggressive" });
    assert("milliseconds" in input && input.milliseconds.length === 3);
    const answer = await worker.ask({ task: "infer", steps: 1, batch: -1 });
    assert("error" in answer, JSON.stringify(answer));
  } finally {
    await worker.close();
  }
});

function benchResult(results: readonly ContenderResult[]): BenchResult {
  return {
    machine: { name: "any", cores: 1, features: [], memoryGiB: 1, system: "any" },
    ...{ threads: 1, network: "residual-se", batch: 2, size: 32, rounds: 2, steps: 1, warmUp: 1 },
    productSide: 128,
    contenders: results,
    pipeline: [],
    explain: {
      ...{ milliseconds: 30, predictionMilliseconds: 20, ratio: 1.5 },
      ...{ batch: 2, batchedPicturesPerSecond: 50 },
    },
    work: { training: 1, inference: 1 },
    peaks: productPeaks(results),
    versions: {},
    loadBefore: 0,
    finishedAt: "",
  };
}
