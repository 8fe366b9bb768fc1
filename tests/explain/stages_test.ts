import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { openTensorflow } from "../../lib/engine/tensorflow.ts";
import { explainableStages, findStage } from "../../lib/explain/stages.ts";
import { initWeights } from "../../lib/models/init.ts";
import { createNetwork, NETWORK_NAMES } from "../../lib/models/networks.ts";
import { hashedPictures } from "../helpers/hashed_weights.ts";

const options = { classes: 6, pooling: "average", size: 64 } as const;

Deno.test("explainableStages() are those that the network puts out, for every network", () => {
  for (const name of NETWORK_NAMES) {
    const network = createNetwork(name, options);
    const stages = explainableStages(network, 64);
    assert(stages.length >= 6, `${name} has ${stages.length} stages with maps`);
    for (const stage of stages) {
      assert.equal(stage.output.length, 3);
      assert.deepEqual(findStage(network, 64, stage.name), stage);
    }
    assert.throws(() => findStage(network, 64, "classifier"), /must have spatial maps, but has/);
  }
});

Deno.test("explainableStages() knows the residual-SE network's last block as 4×4 maps", () => {
  const stages = explainableStages(createNetwork("residual-se", options), 64);
  assert.deepEqual(stages.at(-1), {
    name: "features.6",
    output: [4, 4, 512],
    shift: 7.5 / 64,
  });
});

Deno.test("explainableStages() knows that pooling leaves maps in their place", () => {
  const stages = explainableStages(createNetwork("baseline", options), 64);
  assert.deepEqual(stages.map(({ shift }) => shift), [0, 0, 0, 0, 0, 0]);
});

Deno.test("explainableStages() shifts a stage to where its cells look", async () => {
  const engine = await openTensorflow({ device: "cpu", threads: 2, precision: "float32" });
  // Without squeeze-and-excitation, through which every cell sees the whole picture.
  const network = createNetwork("residual", options);
  const stage = findStage(network, 64, "features.5");
  const weights = initWeights(network, 1);
  const state = engine.createState(Object.fromEntries(
    network.weights.map(({ name, shape }) => [name, { shape, values: weights[name]! }]),
  ));
  const step = engine.compile("sees", state, (values, { pictures, cell }) => {
    const output = (picture: tf.Tensor) => {
      const { stages } = network.apply(values, picture as tf.Tensor4D, { training: false });
      return tf.sum(tf.mul(tf.square(stages["features.5"]!), cell!));
    };
    return { outputs: { seen: tf.abs(tf.grad(output)(pictures!)) } };
  });
  const cell = new Float32Array(64);
  cell[4 * 8 + 4] = 1;
  const { seen } = await step.run({
    pictures: { shape: [1, 64, 64, 1], values: hashedPictures("sees", 1, 64) },
    cell: { shape: [1, 8, 8, 1], values: cell },
  });
  const total = seen!.reduce((sum, value) => sum + value, 0);
  const mean = (place: (i: number) => number) =>
    seen!.reduce((sum, value, i) => sum + value * place(i), 0) / total;
  // The tile of cell 4 is pixels 32 to 39.
  const expected = 35.5 - 64 * stage.shift;
  assert.equal(expected, 32);
  for (const at of [mean((i) => i % 64), mean((i) => Math.floor(i / 64))]) {
    assert(Math.abs(at - expected) < 1, `cell 4 looks around pixel ${at}, not ${expected}`);
  }
  step.dispose();
  state.dispose();
});
