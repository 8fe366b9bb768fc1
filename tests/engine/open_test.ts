import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import type { BackendName, Precision } from "../../lib/engine/engine.ts";
import type { Device } from "../../lib/engine/context.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { hasBfloat16, requirePrecision } from "../../lib/engine/processor.ts";

const card = existsSync("/dev/nvidiactl");

Deno.test({
  name: "openEngine() refuses device cuda when no NVIDIA card is there" +
    (card ? " (ignored: this machine has one)" : ""),
  ignore: card,
  async fn() {
    await assert.rejects(
      openEngine({ device: "cuda" }),
      /^Error: Cannot use --device cuda: .* but finds none.*use --device cpu/s,
    );
  },
});

Deno.test("openEngine() opens TensorFlow on the processor after it refused a card", async () => {
  const engine = await openEngine({ device: "cpu", precision: "float32", threads: 2 });
  assert.equal(engine.backend, "tensorflow");
  assert.equal(engine.device, "cpu");
  assert.equal(engine.precision, "float32");
  assert.match(engine.versions.tensorflow!, /^2\.21\./);
});

Deno.test("openEngine() refuses to open TensorFlow with other threads than it is open with", async () => {
  await assert.rejects(
    openEngine({ precision: "float32", threads: 3 }),
    /Cannot open TensorFlow with cpu, 3 threads: this process has it open with cpu, 2 threads/,
  );
});

Deno.test("openEngine() refuses names that it does not know", async () => {
  await assert.rejects(
    openEngine({ backend: "webgl" as BackendName }),
    /Cannot open backend webgl: it must be one of tensorflow, webgpu, wasm, cpu/,
  );
  await assert.rejects(
    openEngine({ device: "tpu" as Device }),
    /Cannot use device tpu: it must be one of cpu, cuda/,
  );
});

Deno.test("openEngine() refuses a card or bfloat16 on backends that have neither", async () => {
  for (const backend of ["cpu", "wasm", "webgpu"] as const) {
    await assert.rejects(openEngine({ backend, device: "cuda" }), /Cannot use device cuda on/);
    await assert.rejects(openEngine({ backend, precision: "bfloat16" }), /Cannot compute in bf/);
  }
});

Deno.test("requirePrecision() refuses bfloat16 when the processor lacks it", () => {
  const refused = /Cannot compute in bfloat16: .* has neither\. Use --precision float32/;
  assert.throws(() => requirePrecision("bfloat16", ["avx2", "avx512f"]), refused);
  requirePrecision("float32", []);
  requirePrecision("bfloat16", ["avx512_bf16"]);
  requirePrecision("bfloat16", ["amx_bf16"]);
});

Deno.test("openEngine() computes in bfloat16 by default where the processor has it, and nowhere else", async () => {
  const expected: Precision = hasBfloat16() ? "bfloat16" : "float32";
  assert.equal((await openEngine({ threads: 2 })).precision, expected);
  if (expected === "float32") {
    await assert.rejects(openEngine({ threads: 2, precision: "bfloat16" }), /Cannot compute in/);
  }
});

Deno.test("compile() heeds the precision it is given", async () => {
  const engine = await openEngine({ precision: "float32", threads: 2 });
  const state = engine.createState({});
  const product = (precision: Precision) =>
    engine.compile("product", state, (_, { a, b }) => ({
      outputs: { product: tf.relu(tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D)) },
    }), precision);
  if (!hasBfloat16()) {
    assert.throws(() => product("bfloat16"), /Cannot compute in bfloat16/);
    return;
  }
  const side = 64;
  const ones = new Float32Array(side * side).fill(1);
  // bfloat16 has eight bits: 1.001 becomes 1.
  const inputs = {
    a: { shape: [side, side], values: ones.map(() => 1.001) },
    b: { shape: [side, side], values: ones },
  };
  const exact = (await product("float32").run(inputs)).product![0]!;
  const rough = (await product("bfloat16").run(inputs)).product![0]!;
  assert(Math.abs(exact - 64.064) < 1e-3, `float32 gives ${exact}`);
  assert.equal(rough, 64);
});

Deno.test("several backends stay usable when they are open at once", async () => {
  const engines = [
    await openEngine({ precision: "float32", threads: 2 }),
    await openEngine({ backend: "cpu" }),
  ];
  const shape = [2];
  // Every call alternates between the two, after the last one opened is the current one.
  const states = engines.map((engine) =>
    engine.createState({ w: { shape, values: Float32Array.of(1, 2) } })
  );
  const steps = engines.map((engine, i) =>
    engine.compile("add", states[i]!, ({ w }, { x }) => {
      const sum = tf.add(w!, x!);
      return { state: { w: sum }, outputs: { sum } };
    })
  );
  for (let call = 1; call <= 3; call++) {
    const inputs = { x: { shape, values: Float32Array.of(10, 20) } };
    const both = await Promise.all(steps.map((step) => step.run(inputs)));
    for (const { sum } of both) assert.deepEqual([...sum!], [1 + 10 * call, 2 + 20 * call]);
  }
  for (const state of states) {
    state.set("w", Float32Array.of(5, 6));
    assert.deepEqual(await state.get("w"), Float32Array.of(5, 6));
  }
});

Deno.test("compile() refuses the state of another backend", async () => {
  const engine = await openEngine({ precision: "float32", threads: 2 });
  const plain = await openEngine({ backend: "cpu" });
  const step = () => ({ outputs: {} });
  assert.throws(() => engine.compile("x", plain.createState({}), step), /another backend/);
  assert.throws(() => plain.compile("x", engine.createState({}), step), /another backend/);
});
