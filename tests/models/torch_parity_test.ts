import assert from "node:assert/strict";
import { openTensorflow } from "../../lib/engine/tensorflow.ts";
import { toTorch } from "../../lib/models/layout.ts";
import { inferenceStep, lossAndGradients, trainStep } from "../../lib/train/step.ts";
import { hashedPictures } from "../helpers/hashed_weights.ts";
import { fixture, fixtureInputs, fixtureState, residualSe } from "../helpers/residual_se.ts";
import { assertSampled, assertWhole } from "../helpers/torch_fixture.ts";

const engine = await openTensorflow({ device: "cpu", threads: 2, precision: "float32" });
const LOSS = { kind: "cross-entropy", classWeightPower: 1, gamma: 0 } as const;

for (const pooling of ["average", "max"] as const) {
  Deno.test(`residual-se computes PyTorch's logits with ${pooling} pooling at 64, 48 and 32`, async () => {
    const network = residualSe(pooling);
    const state = engine.createState(fixtureState(network));
    const step = engine.compile("logits", state, inferenceStep(network));
    for (const size of [64, 48, 32]) {
      const values = hashedPictures(`inference/${size}`, 4, size);
      const { logits } = await step.run({ pictures: { shape: [4, size, size, 1], values } });
      assertWhole(`logits at ${size}`, logits!, fixture.inference[`${pooling}/${size}`]!, 1e-4);
    }
    step.dispose();
    state.dispose();
  });
}

Deno.test("residual-se computes PyTorch's loss, gradients and running statistics", async () => {
  const network = residualSe();
  const state = engine.createState(fixtureState(network));
  const trained = network.weights.filter((spec) => spec.trainable);
  const step = engine.compile("gradients", state, (tensors, inputs) => {
    const { value, gradients, updates } = lossAndGradients(network, LOSS, tensors, inputs);
    const named = Object.fromEntries(trained.map(({ name }, i) => [name, gradients[i]!]));
    return { outputs: { loss: value, ...named, ...updates } };
  });
  const results = await step.run(fixtureInputs(0, 1e-3, 0.01));
  assertWhole("loss", results.loss!, fixture.step.loss, 1e-4);
  for (const { name, shape, trainable } of network.weights) {
    const expected = trainable ? fixture.step.gradients[name] : fixture.step.statistics[name];
    assertSampled(name, toTorch(results[name]!, shape), expected!, 1e-4);
  }
  step.dispose();
  state.dispose();
});

fixture.training.forEach((run, number) => {
  Deno.test(`trainStep() takes PyTorch's steps of AdamW, run ${number}`, async () => {
    const network = residualSe();
    const state = engine.createState(fixtureState(network, true));
    const optimizer = {
      kind: "adamw",
      learningRate: 1e-3,
      weightDecay: run.weightDecay,
      decayAll: run.decayAll,
      clipNorm: run.clipNorm,
    } as const;
    const step = engine.compile("train", state, trainStep({ network, loss: LOSS, optimizer }));
    const losses: number[] = [];
    for (const [t, rate] of run.rates.entries()) {
      losses.push((await step.run(fixtureInputs(t, rate, run.weightDecay))).loss![0]!);
    }
    assertWhole("losses", losses, run.losses, 3 * run.losses.float32 + 1e-4);
    // Adam divides a gradient by its own size, so rounding can turn the step of a weight whose
    // gradient is nearly zero; few do.
    const deviations: number[] = [];
    for (const { name, shape } of network.weights) {
      const values = toTorch(await state.get(name), shape);
      const { at, values: expected } = run.weights[name]!;
      at.forEach((index, i) => deviations.push(Math.abs(values[index]! - expected[i]!)));
    }
    deviations.sort((a, b) => a - b);
    const largest = Math.max(...run.rates);
    const at = (share: number) => deviations[Math.floor(share * (deviations.length - 1))]!;
    assert(at(0.5) < 0.02 * largest, `half of the weights are off by ${at(0.5)} or more`);
    assert(at(1) < 2 * largest, `a weight is off by ${at(1)}`);
    step.dispose();
    state.dispose();
  });
});
