import assert from "node:assert/strict";
import { openEngine } from "../../lib/engine/open.ts";
import { trainStep } from "../../lib/train/step.ts";
import { fixtureInputs, fixtureState, residualSe } from "../helpers/residual_se.ts";

Deno.test("the same five steps from the same state end in the same bits", async () => {
  const engine = await openEngine({ precision: "float32" });
  const network = residualSe();
  const initial = fixtureState(network, true);
  const state = engine.createState(initial);
  const step = engine.compile(
    "train",
    state,
    trainStep({
      network,
      loss: { kind: "cross-entropy", classWeightPower: 1, gamma: 0 },
      optimizer: { kind: "adamw", learningRate: 1, weightDecay: 1, decayAll: true, clipNorm: 1 },
    }),
  );
  const run = async () => {
    for (const [name, { values }] of Object.entries(initial)) {
      state.set(name, values as Float32Array);
    }
    const losses: number[] = [];
    for (let t = 0; t < 5; t++) {
      losses.push((await step.run(fixtureInputs(t, 1e-3, 0.01))).loss![0]!);
    }
    return {
      losses,
      weights: await Promise.all(network.weights.map(({ name }) => state.get(name))),
    };
  };
  const first = await run();
  const second = await run();
  assert.deepEqual(second.losses, first.losses);
  network.weights.forEach(({ name }, i) => {
    const bits = (values: Float32Array) => new Uint32Array(values.buffer);
    const differing = bits(second.weights[i]!).findIndex((b, k) =>
      b !== bits(first.weights[i]!)[k]
    );
    assert.equal(differing, -1, `${name} differs`);
  });
  step.dispose();
  state.dispose();
});
