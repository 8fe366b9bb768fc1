/**
 * This project's side of the bench: one mode a process, asked over stdin, answering over stdout, as
 * `torch_peer.py` does for PyTorch.
 *
 *     deno run -A ours.ts MODE THREADS BATCH SIZE
 *
 * `recorded` steps are what training uses; `eager` runs the same step op by op, as tfjs-node does.
 */
import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { augmentInto } from "lib/data/augment.ts";
import { generateFaces } from "lib/data/generated.ts";
import type { Arrays, State, Step, StepResult } from "lib/engine/engine.ts";
import { openTensorflow } from "lib/engine/tensorflow.ts";
import { initWeights } from "lib/models/init.ts";
import { createNetwork } from "lib/models/networks.ts";
import { adamScalars } from "lib/ops/adamw.ts";
import type { AugmentationName } from "lib/records/run.ts";
import { FIRST_MOMENT, inferenceStep, SECOND_MOMENT, trainStep } from "lib/train/step.ts";
import { makeExplainer } from "./explain_task.ts";
import { type Answer, CLASS_WEIGHTS, type OurMode, type Request } from "./protocol.ts";

const CLASSES = ["angry", "disgust", "fear", "happy", "sad", "surprise"];

/** Runs a step once over state that it keeps to itself. */
type Runner = (inputs: Arrays) => Promise<unknown>;

const [mode, ...numbers] = Deno.args as [OurMode, ...string[]];
const [threads, batch, size] = numbers.map(Number) as [number, number, number];
const engine = await openTensorflow({
  device: "cpu",
  threads,
  precision: mode === "bfloat16" ? "bfloat16" : "float32",
});
const network = createNetwork("residual-se", { classes: CLASSES.length, pooling: "average", size });
const weights = initialState();
const eager = mode === "eager" ? eagerRunner() : undefined;
const train = (eager ?? recordedRunner(engine.createState(weights)))(
  "train",
  trainStep({
    network,
    loss: { kind: "cross-entropy", classWeightPower: 1, gamma: 0 },
    optimizer: {
      kind: "adamw",
      learningRate: 1e-3,
      weightDecay: 0.01,
      decayAll: true,
      clipNorm: null,
    },
  }),
);
let infer: Runner | undefined;
let steps = 0;
let explainer: ReturnType<typeof makeExplainer> | undefined;

function initialState(): Arrays {
  const values = initWeights(network, 1);
  const arrays: Record<string, Arrays[string]> = {};
  for (const { name, shape, trainable } of network.weights) {
    arrays[name] = { shape, values: values[name]! };
    if (!trainable) continue;
    for (const prefix of [FIRST_MOMENT, SECOND_MOMENT]) {
      arrays[prefix + name] = { shape, values: new Float32Array(values[name]!.length) };
    }
  }
  return arrays;
}

function recordedRunner(state: State) {
  return (name: string, step: Step): Runner => {
    const compiled = engine.compile(name, state, step);
    return (inputs) => compiled.run(inputs);
  };
}

/** Over weights that no longer change, as the programs classify faces; not held while training. */
function inferenceRunner(): Runner {
  const own = Object.fromEntries(network.weights.map(({ name }) => [name, weights[name]!]));
  const make = eager ?? recordedRunner(engine.createState(own, { frozen: true }));
  return make("infer", inferenceStep(network));
}

function eagerRunner() {
  const state: Record<string, tf.Tensor> = toTensors(weights);
  return (_name: string, step: Step): Runner => async (inputs) => {
    const given = toTensors(inputs);
    const result = tf.tidy(() =>
      step(state, given) as unknown as tf.TensorContainer
    ) as unknown as StepResult;
    for (const [name, tensor] of Object.entries(result.state ?? {})) {
      state[name]!.dispose();
      state[name] = tensor;
    }
    for (const tensor of Object.values(result.outputs)) await tensor.data();
    tf.dispose([given, { ...result.outputs }]);
  };
}

function toTensors(arrays: Arrays): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, values }]) => [
      name,
      tf.tensor(values, [...shape], values instanceof Int32Array ? "int32" : "float32"),
    ]),
  );
}

function pictures(count: number): Float32Array {
  return Float32Array.from({ length: count * size * size }, () => 2 * Math.random() - 1);
}

async function trainOnce(inputs: Arrays): Promise<void> {
  steps++;
  await train({
    ...inputs,
    adam: { shape: [5], values: Float32Array.from(adamScalars(1e-3, 0.01, steps)) },
    seed: { shape: [2], values: Int32Array.of(1, steps) },
  });
}

function trainInputs(): Arrays {
  const targets = new Float32Array(batch * CLASSES.length);
  for (let i = 0; i < batch; i++) targets[i * CLASSES.length + i % CLASSES.length] = 1;
  const values = Float32Array.from({ length: batch }, (_, i) => CLASS_WEIGHTS[i % CLASSES.length]!);
  return {
    pictures: { shape: [batch, size, size, 1], values: pictures(batch) },
    targets: { shape: [batch, CLASSES.length], values: targets },
    weights: { shape: [batch], values },
  };
}

/** Chained products of `side`-squared matrices; only their sum comes back. */
function productRunner(side: number, chain: number): () => Promise<unknown> {
  const values = () =>
    Float32Array.from({ length: side * side }, () => (Math.random() - 0.5) / side);
  const state = engine.createState({
    a: { shape: [side, side], values: values() },
    b: { shape: [side, side], values: values() },
  });
  const compiled = engine.compile("product", state, ({ a, b }) => {
    let product = a!;
    for (let i = 0; i < chain; i++) product = tf.matMul(product as tf.Tensor2D, b as tf.Tensor2D);
    return { outputs: { sum: tf.sum(product) } };
  });
  return () => compiled.run({});
}

async function timed(count: number, run: () => unknown): Promise<number[]> {
  const milliseconds: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await run();
    milliseconds.push(performance.now() - start);
  }
  return milliseconds;
}

/** Augmented batches of `batch` pictures, no network. */
function inputPipeline(strategy: AugmentationName, count: number): Promise<number[]> {
  const { training } = generateFaces({ classes: CLASSES, training: 20 * batch, validation: 2 });
  const out = new Float32Array(batch * size * size);
  let next = 0;
  return timed(count, () => {
    const indices = Array.from({ length: batch }, (_, i) => (next + i) % (20 * batch));
    next += batch;
    augmentInto(out, training, indices, {
      ...{ strategy, seed: 1, epoch: 1 },
      ...{ size, mean: 0.5077, std: 0.255 },
    });
  });
}

/** Highest resident memory since the start, where the system tells it. */
function peakMemory(): number {
  if (Deno.build.os !== "linux") return Deno.memoryUsage().rss;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return Number(kilobytes) * 1024;
}

async function answer(request: Request): Promise<Answer> {
  switch (request.task) {
    case "train": {
      const inputs = trainInputs();
      return { milliseconds: await timed(request.steps, () => trainOnce(inputs)) };
    }
    case "infer": {
      const shape = [request.batch, size, size, 1];
      const inputs = { pictures: { shape, values: pictures(request.batch) } };
      infer ??= inferenceRunner();
      return { milliseconds: await timed(request.steps, () => infer!(inputs)) };
    }
    case "product": {
      const chain = 4;
      const run = productRunner(request.side, chain);
      // The first call records.
      await run();
      return { milliseconds: (await timed(request.steps, run)).map((time) => time / chain) };
    }
    case "input":
      return { milliseconds: await inputPipeline(request.strategy, request.steps) };
    case "explain":
    case "predict": {
      explainer ??= makeExplainer(engine, network, weights, size, CLASSES);
      const { explain, predict } = explainer;
      const values = pictures(request.batch);
      const run = request.task === "explain" ? () => explain(values) : () => predict(values);
      return { milliseconds: await timed(request.steps, run) };
    }
    case "memory":
      return { bytes: peakMemory() };
    default:
      return request satisfies never;
  }
}

const print = (value: unknown) => console.log(JSON.stringify(value));
print({ version: engine.versions.tensorflow, threads: engine.threads });
let rest = "";
for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + text).split("\n");
  rest = lines.pop()!;
  for (const line of lines) {
    try {
      print(await answer(JSON.parse(line)));
    } catch (error) {
      print({ error: error instanceof Error ? error.message : String(error) });
    }
  }
}
