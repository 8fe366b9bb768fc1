import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import type { Arrays, Step } from "../../lib/engine/engine.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { liveHandles } from "../../lib/engine/tensors.ts";
import { adamScalars, adamW, splitAdamScalars } from "../../lib/ops/adamw.ts";
import { trainStep } from "../../lib/train/step.ts";
import { tinyInputs, tinyNetwork, tinyState } from "../helpers/tiny_network.ts";

const engine = await openEngine({ precision: "float32" });
const vector = (...values: number[]) => ({
  shape: [values.length],
  values: Float32Array.from(values),
});

/** Runs a step once over `w` = [1, 2]. */
async function once(step: Step, inputs: Arrays = {}) {
  const state = engine.createState({ w: vector(1, 2) });
  const compiled = engine.compile("once", state, step);
  try {
    return await compiled.run(inputs);
  } finally {
    compiled.dispose();
    state.dispose();
  }
}

const network = tinyNetwork();
const training = trainStep({
  network,
  loss: { kind: "cross-entropy", classWeightPower: 1, gamma: 0 },
  optimizer: { kind: "adamw", learningRate: 1, weightDecay: 1, decayAll: false, clipNorm: 1 },
});

Deno.test("a recorded step runs its JavaScript once for each combination of input shapes", async () => {
  let recorded = 0;
  const state = engine.createState(tinyState(network));
  const step = engine.compile("train", state, (tensors, inputs) => {
    recorded++;
    return training(tensors, inputs);
  });
  for (const [batch, expected] of [[4, 1], [4, 1], [3, 2], [4, 2], [3, 2]] as const) {
    const { correct, loss } = await step.run(tinyInputs(0, { batch }));
    assert.equal(recorded, expected);
    assert(loss![0]! > 0 && correct![0]! <= batch);
  }
  assert.equal(step.text().match(/^train$/gm)?.length, 2);
  step.dispose();
  state.dispose();
});

Deno.test("a recorded step heeds every input: rate, decay, class weights, seed, pictures, labels", async () => {
  const state = engine.createState(tinyState(network));
  const step = engine.compile("train", state, training);
  const run = async (inputs: Arrays) => {
    for (const [name, { values }] of Object.entries(tinyState(network))) {
      state.set(name, values as Float32Array);
    }
    const { loss } = await step.run(inputs);
    return { loss: loss![0]!, weight: (await state.get("classifier.1.weight"))[0]! };
  };
  const usual = await run(tinyInputs(0));
  assert.deepEqual(await run(tinyInputs(0)), usual, "the same inputs give the same bits");
  const other = tinyInputs(1);
  const changes: Record<string, { inputs: Arrays; changesLoss: boolean }> = {
    "learning rate": { inputs: tinyInputs(0, { learningRate: 2e-2 }), changesLoss: false },
    "weight decay": {
      inputs: { ...tinyInputs(0), adam: vector(...adamScalars(1e-2, 0.5, 1)) },
      changesLoss: false,
    },
    // Adam's first step has the size of the rate, whatever the gradient.
    "class weights": { inputs: tinyInputs(0, { weights: [3, 1, 0.1] }), changesLoss: true },
    "seed": { inputs: tinyInputs(0, { seed: [7, 99] }), changesLoss: true },
    "first number of the seed": { inputs: tinyInputs(0, { seed: [8, 0] }), changesLoss: true },
    "pictures": { inputs: { ...tinyInputs(0), pictures: other.pictures! }, changesLoss: true },
    "labels": { inputs: { ...tinyInputs(0), targets: other.targets! }, changesLoss: true },
  };
  for (const [name, { inputs, changesLoss }] of Object.entries(changes)) {
    const { loss, weight } = await run(inputs);
    if (changesLoss) assert.notEqual(loss, usual.loss, `the ${name} must change the loss`);
    else {
      assert.equal(loss, usual.loss, `the ${name} must not change the loss`);
      assert.notEqual(weight, usual.weight, `the ${name} must change the update`);
    }
  }
  step.dispose();
  state.dispose();
});

Deno.test("a recorded step heeds Adam's step count", async () => {
  const state = engine.createState({ w: vector(1, 2), m: vector(1, 1), v: vector(1, 1) });
  const step = engine.compile("adam", state, ({ w, m, v }, { adam, gradient }) => {
    const before = { parameter: w!, firstMoment: m!, secondMoment: v! };
    const after = adamW(before, gradient!, splitAdamScalars(adam!), true);
    return {
      state: { w: after.parameter, m: after.firstMoment, v: after.secondMoment },
      outputs: {},
    };
  });
  const results = new Set<number>();
  for (const t of [1, 2, 1000]) {
    for (const name of ["m", "v"]) state.set(name, Float32Array.of(1, 1));
    state.set("w", Float32Array.of(1, 2));
    await step.run({ adam: vector(...adamScalars(0.1, 0, t)), gradient: vector(1, 1) });
    results.add((await state.get("w"))[0]!);
  }
  assert.equal(results.size, 3);
});

Deno.test("a recorded step refuses a tensor from outside, which would freeze", async () => {
  const message = /shape \[2\] comes from outside of it and would freeze into a constant/;
  const fresh = tf.tensor1d([3, 4]);
  await assert.rejects(once(({ w }) => ({ outputs: { y: tf.add(w!, fresh) } })), message);
  const used = tf.mul(fresh, 2);
  await assert.rejects(once(({ w }) => ({ outputs: { y: tf.add(w!, used) } })), message);
  await assert.rejects(once(() => ({ outputs: { y: fresh } })), message);
  tf.dispose([fresh, used]);
});

Deno.test("a recorded step takes in small tensors that it makes, and refuses large ones", async () => {
  const { y, made } = await once(({ w }) => ({
    outputs: { y: tf.add(w!, tf.tensor1d([3, 4])), made: tf.scalar(5) },
  }));
  assert.deepEqual([[...y!], [...made!]], [[4, 6], [5]]);
  await assert.rejects(
    once(() => ({ outputs: { y: tf.sum(tf.tensor1d(new Float32Array(100_000))) } })),
    /a constant must have at most 65536 elements, but one has shape \[100000\]/,
  );
});

Deno.test("a recorded step refuses to read a tensor, whose value would freeze", async () => {
  const message = /Cannot read a tensor while a step is being recorded: return it from the step/;
  const outside = [tf.tensor1d([3]), tf.mul(tf.tensor1d([3]), 2)];
  await assert.rejects(
    once(({ w }) => ({ outputs: { y: tf.mul(w!, w!.dataSync()[0]!) } })),
    message,
  );
  await assert.rejects(
    once((_, { x }) => ({ outputs: { y: tf.mul(x!, tf.square(x!).dataSync()[0]!) } }), {
      x: vector(3),
    }),
    message,
  );
  for (const tensor of outside) {
    await assert.rejects(
      once(({ w }) => ({ outputs: { y: tf.mul(w!, tensor.dataSync()[0]!) } })),
      message,
    );
  }
  tf.dispose(outside);
});

Deno.test("a recorded step refuses shapes that depend on values", async () => {
  await assert.rejects(
    once(({ w }) => ({ outputs: { y: tf.add(tf.unique(w!).values, 1) } })),
    /Cannot record Add[^:]*: the shapes of its inputs must follow from the shapes of the step/,
  );
});

Deno.test("a recorded step gathers by computed indices", async () => {
  const { y } = await once(
    ({ w }, { at }) => ({ outputs: { y: tf.gather(w!, tf.cast(at!, "int32")) } }),
    { at: vector(1, 0, 1) },
  );
  assert.deepEqual([...y!], [2, 1, 2]);
});

Deno.test("a recorded step must return what it updates in place", async () => {
  const state = engine.createState({ w: vector(1), m: vector(0), v: vector(0) });
  const update = (pick: (before: tf.Tensor, after: tf.Tensor) => Record<string, tf.Tensor>) =>
    engine.compile("update", state, ({ w, m, v }, { adam }) => {
      const before = { parameter: w!, firstMoment: m!, secondMoment: v! };
      const after = adamW(before, tf.onesLike(w!), splitAdamScalars(adam!), false);
      const moments = { m: after.firstMoment, v: after.secondMoment };
      return { state: { ...moments, ...pick(w!, after.parameter) }, outputs: {} };
    }).run({ adam: vector(...adamScalars(0.5, 0, 1)) });
  const message = /w is updated in place, so the step must return the updated value/;
  await assert.rejects(update(() => ({})), message);
  await assert.rejects(update((w) => ({ w })), message);
  await assert.rejects(update((_, after) => ({ w: tf.add(after, 1) })), message);
  assert.deepEqual(await state.get("w"), Float32Array.of(1));
  await update((_, w) => ({ w }));
  assert(Math.abs((await state.get("w"))[0]! - 0.5) < 1e-6);
});

Deno.test("a recorded step that updates a weight twice computes what op by op is computed", async () => {
  const results: number[][] = [];
  for (const backend of ["tensorflow", "cpu"] as const) {
    const own = await openEngine({ backend, precision: "float32" });
    const state = own.createState({ w: vector(1, -2), m: vector(0, 0), v: vector(0, 0) });
    const step = own.compile("twice", state, ({ w, m, v }, { adam }) => {
      const scalars = splitAdamScalars(adam!);
      const before = { parameter: w!, firstMoment: m!, secondMoment: v! };
      const middle = adamW(before, tf.square(w!), scalars, true);
      const between = tf.mul(middle.parameter, 3);
      const after = adamW(middle, between, scalars, true);
      return {
        state: { w: after.parameter, m: after.firstMoment, v: after.secondMoment },
        outputs: { old: w!, between, sum: tf.add(after.parameter, between) },
      };
    });
    const outputs = [];
    for (let t = 1; t <= 3; t++) {
      const { old, between, sum } = await step.run({ adam: vector(...adamScalars(0.1, 0.1, t)) });
      outputs.push(...old!, ...between!, ...sum!);
    }
    results.push([...outputs, ...await state.get("w"), ...await state.get("v")]);
  }
  // 1 − β₂ᵗ has few digits in float32.
  results[0]!.forEach((value, i) => assert(Math.abs(value - results[1]![i]!) < 1e-4, `value ${i}`));
});

Deno.test("a recorded step refuses a second call and its disposal while it runs", async () => {
  const state = engine.createState({ w: vector(1, 2) });
  const step = engine.compile("slow", state, ({ w }) => ({ outputs: { y: tf.mul(w!, 2) } }));
  const first = step.run({});
  const second = step.run({});
  assert.throws(() => step.dispose(), /step slow is disposed while it is running/);
  await assert.rejects(second, /step slow is running already/);
  assert.deepEqual([...(await first).y!], [2, 4]);
  await step.run({});
  step.dispose();
  state.dispose();
});

Deno.test("a recorded step refuses inputs whose values do not fill their shape", async () => {
  const step = engine.compile("x", engine.createState({}), (_, { x }) => ({ outputs: { x: x! } }));
  await assert.rejects(
    step.run({ x: { shape: [3], values: Float32Array.of(1) } }),
    /Cannot use array x: shape \[3\] must have 3 values, but 1 are given/,
  );
  assert.deepEqual([...(await step.run({ x: vector(1, 2, 3) })).x!], [1, 2, 3]);
});

Deno.test("a step that fails, in its recording or in its run, leaves nothing behind", async () => {
  const state = engine.createState({ w: vector(1, 2) });
  const failing = engine.compile("failing", state, ({ w }) => {
    tf.keep(tf.mul(w!, 3));
    throw new Error("on purpose");
  });
  const division = engine.compile("division", state, (_, { a, b }) => ({
    outputs: { y: tf.cast(tf.floorDiv(a!, b!), "float32") },
  }));
  const int = (value: number) => ({ shape: [1], values: Int32Array.of(value) });
  assert.deepEqual([...(await division.run({ a: int(7), b: int(2) })).y!], [3]);
  const before = liveHandles();
  for (let i = 0; i < 3; i++) {
    await assert.rejects(failing.run({}), /on purpose/);
    await assert.rejects(
      division.run({ a: int(7), b: int(0) }),
      /TensorFlow cannot run step division: .*[Dd]ivision by zero/s,
    );
  }
  assert.equal(liveHandles(), before);
  assert.deepEqual([...(await division.run({ a: int(8), b: int(2) })).y!], [4]);
});

Deno.test("a step runs in the background: timers fire meanwhile", async () => {
  const side = 1024;
  const values = new Float32Array(side * side).fill(1 / side);
  const step = engine.compile("long", engine.createState({}), (_, { a }) => {
    let product = a as tf.Tensor2D;
    for (let i = 0; i < 12; i++) product = tf.matMul(product, a as tf.Tensor2D);
    return { outputs: { y: tf.mean(product) } };
  });
  const inputs = { a: { shape: [side, side], values } };
  await step.run(inputs);
  let ticks = 0;
  const timer = setInterval(() => ticks++, 2);
  try {
    const { y } = await step.run(inputs);
    assert(Math.abs(y![0]! * side - 1) < 1e-3);
  } finally {
    clearInterval(timer);
  }
  assert(ticks >= 3, `${ticks} timers fired during the step`);
});
