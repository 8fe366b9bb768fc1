import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { createNetwork } from "../../lib/models/networks.ts";
import { initWeights } from "../../lib/models/init.ts";
import { sampleAffine } from "../../lib/models/sample_affine.ts";
import { lossAndGradients } from "../../lib/train/step.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { assertSameOnBoth, hashedArray } from "../helpers/backends.ts";

Deno.test("sampleAffine() is the same on every backend, and its gradient that of finite differences", async () => {
  // A smooth picture, as the derivative of a bilinear sample jumps at the pixels.
  const side = 16;
  const smooth = Float32Array.from(
    { length: side * side },
    (_, i) => Math.sin((i % side) / 4) * Math.cos(Math.floor(i / side) / 5),
  );
  const step = 1e-2;
  const map = Float32Array.of(0.7, 0.1, 0.05, -0.1, 0.6, -0.05);
  const maps = new Float32Array(13 * 6);
  for (let row = 0; row < 13; row++) {
    maps.set(map, 6 * row);
    if (row > 0) maps[6 * row + Math.floor((row - 1) / 2)]! += row % 2 === 1 ? step : -step;
  }
  const pictures = new Float32Array(13 * side * side);
  for (let row = 0; row < 13; row++) pictures.set(smooth, row * side * side);
  const { sums, gradient } = await assertSameOnBoth(
    {
      pictures: { shape: [13, side, side, 1], values: pictures },
      maps: { shape: [13, 6], values: maps },
      weights: hashedArray("finite differences", [1, side, side, 1], [0, 1]),
    },
    ({ pictures, maps, weights }) => {
      const sums = (maps: tf.Tensor) =>
        tf.sum(
          tf.mul(sampleAffine(pictures as tf.Tensor4D, maps as tf.Tensor2D), weights!),
          [1, 2, 3],
        );
      return { sums: sums(maps!), gradient: tf.grad((maps) => tf.sum(sums(maps)))(maps!) };
    },
    1e-3,
  );
  const size = Math.max(...gradient!.subarray(0, 6).map(Math.abs));
  for (let i = 0; i < 6; i++) {
    const slope = (sums![2 * i + 1]! - sums![2 * i + 2]!) / (2 * step);
    assert(
      Math.abs(slope - gradient![i]!) < 0.02 * size,
      `derivative ${i} is ${gradient![i]}, the difference gives ${slope}`,
    );
  }
});

for (const name of ["stn", "stn-stable"] as const) {
  Deno.test(`${name} gives every weight before and after its sampling a gradient when recorded`, async () => {
    const engine = await openEngine({ precision: "float32" });
    const network = createNetwork(name, { classes: 3, pooling: "max", size: 32 });
    const values = initWeights(network, 3);
    if (name === "stn-stable") {
      // With zeros, as it starts, nothing passes back through its last layer.
      values["localisation.9.weight"] = hashedArray(name, [32 * 6], [-0.1, 0.1]).values;
    }
    const state = engine.createState(
      Object.fromEntries(
        network.weights.map(({ name, shape }) => [name, { shape, values: values[name]! }]),
      ),
    );
    const step = engine.compile("gradients", state, (tensors, inputs) => {
      const loss = { kind: "cross-entropy", classWeightPower: 1, gamma: 0 } as const;
      const { gradients } = lossAndGradients(network, loss, tensors, inputs);
      const norms = gradients.map((gradient, i) => [network.weights[i]!.name, tf.norm(gradient)]);
      return { outputs: Object.fromEntries(norms) };
    });
    const norms = await step.run({
      pictures: hashedArray("stn/pictures", [2, 32, 32, 1]),
      targets: { shape: [2, 3], values: Float32Array.of(1, 0, 0, 0, 1, 0) },
      weights: { shape: [2], values: Float32Array.of(1, 1) },
    });
    assert.equal(Object.keys(norms).length, network.weights.length);
    for (const [weight, [norm]] of Object.entries(norms)) assert(norm! > 0, `${weight}: ${norm}`);
    step.dispose();
    state.dispose();
  });
}
