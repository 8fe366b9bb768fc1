/** WebGPU judged by TensorFlow and by plain JavaScript. Debian's lavapipe needs no graphics card. */
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { openEngine } from "../../lib/engine/open.ts";
import { convolution } from "../../lib/ops/convolution.ts";
import { fixture, residualSe } from "../helpers/residual_se.ts";
import { assertWhole } from "../helpers/torch_fixture.ts";
import { assertClose, compute, hashedArray } from "../helpers/backends.ts";
import type { Comparison } from "./programs/webgpu_training.ts";

const { gpu } = navigator as unknown as { gpu: { requestAdapter(): Promise<unknown> } };
const ignore = await gpu.requestAdapter() === null;

function testWebGpu(name: string, fn: () => Promise<void>) {
  const reason = " (ignored: no WebGPU here; Debian's mesa-vulkan-drivers is one in software)";
  // tfjs keeps buffers for later tensors.
  Deno.test({ name: ignore ? name + reason : name, ignore, sanitizeResources: false, fn });
}

testWebGpu(
  "residual-se trains on webgpu as on tensorflow: five losses and every gradient",
  async () => {
    const program = new URL("programs/webgpu_training.ts", import.meta.url).pathname;
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", program],
      env: { TF_ENABLE_ONEDNN_OPTS: "0" },
      stdout: "piped",
      stderr: "piped",
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    const { losses, norms, deviations }: Comparison = JSON.parse(new TextDecoder().decode(stdout));
    assert.equal(losses.webgpu.length, 5);
    assertWhole("losses on webgpu", losses.webgpu, fixture.training[0]!.losses, 1e-3);
    for (const { webgpu, tensorflow } of [losses, norms]) {
      webgpu.forEach((value, t) => {
        const expected = tensorflow[t]!;
        assert(
          Math.abs(value - expected) <= 1e-3 * expected,
          `step ${t + 1}: ${value} on webgpu, ${expected} on tensorflow`,
        );
      });
    }
    assert.deepEqual(
      Object.keys(deviations).sort(),
      residualSe().weights.map(({ name }) => name).sort(),
    );
    for (const [name, { norm, element }] of Object.entries(deviations)) {
      assert(norm <= 1e-3, `${name} is off by ${norm} of its norm`);
      assert(element <= 1e-3, `an element of ${name} is off by ${element}`);
    }
  },
);

testWebGpu("addN() sums more terms than a webgpu device binds buffers", async () => {
  const inputs = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`term${i}`, hashedArray(`addN/${i}`, [3])]),
  );
  const sum = (terms: Readonly<Record<string, tf.Tensor>>) => ({
    sum: tf.addN(Object.values(terms)),
  });
  assertClose(await compute("webgpu", inputs, sum), await compute("cpu", inputs, sum), 1e-5);
});

for (const [side, stride, padding] of [[3, 2, 1], [3, 1, 1], [1, 2, 0], [5, 1, 0]] as const) {
  const title = `${side}×${side}, stride ${stride}, padding ${padding}`;
  testWebGpu(`the gradients of a convolution are right on webgpu for ${title}`, async () => {
    const inputs = {
      x: hashedArray(`webgpu/${title}/x`, [2, 7, 8, 3]),
      w: hashedArray(`webgpu/${title}/w`, [side, side, 3, 4]),
    };
    const gradients = ({ x, w }: Readonly<Record<string, tf.Tensor>>) => {
      const [dx, dw] = tf.grads((x, w) =>
        tf.sum(tf.square(convolution(x as tf.Tensor4D, w as tf.Tensor4D, stride, padding)))
      )([x!, w!]);
      return { dx: dx!, dw: dw! };
    };
    const expected = await compute("cpu", inputs, gradients);
    assertClose(await compute("webgpu", inputs, gradients), expected, 1e-5);
  });
}

testWebGpu("a step on webgpu throws what its device complains of", async () => {
  const engine = await openEngine({ backend: "webgpu" });
  const step = engine.compile("faulty", engine.createState({}), (_, { x }) => {
    const { device } = tf.backend() as unknown as {
      device: { createBuffer(options: { size: number; usage: number }): unknown };
    };
    // A buffer that may be both mapped for reading and used as storage is not allowed.
    device.createBuffer({ size: 16, usage: 0x1 | 0x80 });
    return { outputs: { y: tf.mul(x!, 2) } };
  });
  const inputs = { x: { shape: [1], values: Float32Array.of(1) } };
  await assert.rejects(step.run(inputs), /^Error: WebGPU cannot run step faulty: /);
});

testWebGpu("steps on webgpu hold on to no tensor", async () => {
  const engine = await openEngine({ backend: "webgpu" });
  const state = engine.createState({ w: { shape: [2], values: Float32Array.of(1, 2) } });
  const step = engine.compile("add", state, ({ w }, { x }) => {
    const sum = tf.add(w!, tf.square(x!));
    return { state: { w: sum }, outputs: { sum, old: w!, x: x! } };
  });
  const counts = new Set<number>();
  for (let i = 0; i < 5; i++) {
    await step.run({ x: { shape: [2], values: Float32Array.of(1, 1) } });
    counts.add(tf.memory().numTensors);
  }
  assert.equal(counts.size, 1);
  assert.deepEqual(await state.get("w"), Float32Array.of(6, 7));
});
