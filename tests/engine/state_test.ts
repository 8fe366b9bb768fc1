import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { openEngine } from "../../lib/engine/open.ts";
import { liveHandles } from "../../lib/engine/tensors.ts";

const array = (...values: number[]) => ({
  shape: [values.length],
  values: Float32Array.from(values),
});

for (const backend of ["tensorflow", "cpu"] as const) {
  Deno.test(`State keeps named arrays on ${backend}, apart from the arrays given and taken`, async () => {
    const engine = await openEngine({ backend, precision: "float32" });
    const given = array(1, 2);
    const state = engine.createState({ a: given, b: { shape: [], values: Float32Array.of(7) } });
    assert.deepEqual(state.names, ["a", "b"]);
    given.values[0] = 100;
    const taken = await state.get("a");
    assert.deepEqual(taken, Float32Array.of(1, 2));
    taken[0] = 200;
    assert.deepEqual(await state.get("a"), Float32Array.of(1, 2));
    const set = Float32Array.of(3, 4);
    state.set("a", set);
    set[0] = 300;
    assert.deepEqual(await state.get("a"), Float32Array.of(3, 4));
    assert.deepEqual(await state.get("b"), Float32Array.of(7));
    state.dispose();
  });

  Deno.test(`State refuses arrays of another size on ${backend}, and unknown names`, async () => {
    const engine = await openEngine({ backend, precision: "float32" });
    const state = engine.createState({ a: array(1, 2) });
    assert.throws(
      () => state.set("a", Float32Array.of(1)),
      /array a: shape \[2\] must have 2 values/,
    );
    assert.throws(() => state.set("c", Float32Array.of(1)), /no array c/);
    await assert.rejects(async () => await state.get("c"), /no array c/);
    assert.throws(
      () => engine.createState({ ok: array(1), bad: { shape: [3], values: Float32Array.of(1) } }),
      /array bad: shape \[3\] must have 3 values, but 1 are given/,
    );
    state.dispose();
  });

  Deno.test(`State.dispose() frees what it held on ${backend}`, async () => {
    const engine = await openEngine({ backend, precision: "float32" });
    const count = () => [liveHandles(), tf.memory().numTensors];
    const before = count();
    const state = engine.createState({ a: array(1, 2), b: array(3) });
    assert.notDeepEqual(count(), before);
    state.dispose();
    assert.deepEqual(count(), before);
    await assert.rejects(async () => await state.get("a"), /no array a/);
  });

  Deno.test(`a step may hand its state around on ${backend}`, async () => {
    const engine = await openEngine({ backend, precision: "float32" });
    const state = engine.createState({ a: array(1), b: array(2), c: array(3) });
    const step = engine.compile("rotate", state, ({ a, b, c }, { x }) => ({
      state: { a: b!, b: a!, c: tf.add(c!, x!) },
      outputs: { a: a!, again: a!, x: x!, c: c! },
    }));
    const { a, again, x, c } = await step.run({ x: array(10) });
    assert.deepEqual([a, again, x, c].map((values) => values![0]), [1, 1, 10, 3]);
    const held = async () => [await state.get("a"), await state.get("b"), await state.get("c")];
    assert.deepEqual((await held()).map((values) => values[0]), [2, 1, 13]);
    await step.run({ x: array(10) });
    assert.deepEqual((await held()).map((values) => values[0]), [1, 2, 23]);
    step.dispose();
    state.dispose();
  });

  Deno.test(`a step must keep names, shapes and type of its state on ${backend}`, async () => {
    const engine = await openEngine({ backend, precision: "float32" });
    const state = engine.createState({ a: array(1, 2) });
    const returning = (value: () => Record<string, tf.Tensor>) =>
      engine.compile("bad", state, () => ({ state: value(), outputs: {} })).run({});
    await assert.rejects(returning(() => ({ z: tf.zeros([2]) })), /bad: the state has no array z/);
    await assert.rejects(
      returning(() => ({ a: tf.zeros([3]) })),
      /bad: new a must be float32 \[2\], but is float32 \[3\]/,
    );
    await assert.rejects(returning(() => ({ a: tf.zeros([2], "int32") })), /but is int32 \[2\]/);
    const whole = () => ({ outputs: { y: tf.zeros([2], "int32") } });
    await assert.rejects(
      engine.compile("bad", state, whole).run({}),
      /bad: output y must be float32, but is int32/,
    );
    assert.deepEqual(await state.get("a"), Float32Array.of(1, 2));
    state.dispose();
  });

  Deno.test(`frozen state on ${backend} gives what other state gives, and stays as it is`, async () => {
    const engine = await openEngine({ backend, precision: "float32" });
    const handles = liveHandles();
    const arrays = { a: array(1, 2), unused: array(9) };
    const state = engine.createState(arrays, { frozen: true });
    arrays.a.values[0] = 100;
    assert(state.frozen && !engine.createState({}).frozen);
    assert.deepEqual(state.names, ["a", "unused"]);
    const step = engine.compile("scale", state, ({ a }, { x }) => ({
      outputs: { y: tf.add(tf.mul(a!, x!), a!) },
    }));
    for (const x of [3, 4]) {
      assert.deepEqual((await step.run({ x: array(x) })).y, Float32Array.of(x + 1, 2 * x + 2));
    }
    assert(!step.text().includes("unused"), "a program holds what it uses");
    assert.throws(() => state.set("a", Float32Array.of(3, 4)), /Cannot set array a: .*is frozen/);
    assert.throws(() => state.set("z", Float32Array.of(3, 4)), /no array z/);
    await assert.rejects(
      engine.compile("move", state, ({ a }) => ({ state: { a: a! }, outputs: {} })).run({}),
      /Cannot run step move, which returns new state: the state is frozen/,
    );
    assert.deepEqual(await state.get("a"), Float32Array.of(1, 2));
    step.dispose();
    state.dispose();
    assert.equal(liveHandles(), handles);
    assert.throws(
      () => engine.createState({ bad: { ...array(1), shape: [2] } }, { frozen: true }),
      /array bad: shape \[2\] must have 2 values, but 1 are given/,
    );
  });

  for (const frozen of [false, true]) {
    const kind = frozen ? "frozen " : "";
    Deno.test(`a step is not run after it or its ${kind}state was disposed on ${backend}`, async () => {
      const engine = await openEngine({ backend, precision: "float32" });
      const state = engine.createState({ a: array(1, 2) }, { frozen });
      const make = () => engine.compile("double", state, ({ a }) => ({ outputs: { a: a! } }));
      const [one, other] = [make(), make()];
      await one.run({});
      await other.run({});
      one.dispose();
      await assert.rejects(one.run({}), /step double is used after it was disposed/);
      state.dispose();
      await assert.rejects(other.run({}), /the state of step double is used after it was disposed/);
      other.dispose();
    });
  }
}
