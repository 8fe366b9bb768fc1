import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { openTensorflow } from "../../lib/engine/tensorflow.ts";
import { weightedLoss } from "../../lib/train/loss.ts";
import { readTorchFixture } from "../helpers/torch_fixture.ts";
import type { GradedLoss, RulesFixture } from "../helpers/torch_rules.ts";

const { losses } = readTorchFixture<RulesFixture>("rules");
const engine = await openTensorflow({ device: "cpu", threads: 1, precision: "float32" });

const labelTargets = new Float32Array(8 * 6);
losses.labels.forEach((label, i) => labelTargets[i * 6 + label] = 1);
const voteTargets = Float32Array.from(losses.targets);
const even = new Float32Array(8).fill(1);
const classWeights = Float32Array.from(losses.labels, (label) => losses.classWeights[label]!);

const cases: readonly {
  readonly title: string;
  readonly targets: Float32Array;
  readonly weights: Float32Array;
  readonly gamma: number;
  readonly expected: GradedLoss;
}[] = [
  {
    title: "PyTorch's cross-entropy",
    ...{ targets: labelTargets, weights: even, gamma: 0 },
    expected: losses.plain,
  },
  {
    title: "PyTorch's cross-entropy with class weights, divided by their sum",
    ...{ targets: labelTargets, weights: classWeights, gamma: 0 },
    expected: losses.weighted,
  },
  {
    title: "PyTorch's cross-entropy of distributions",
    ...{ targets: voteTargets, weights: even, gamma: 0 },
    expected: losses.distribution,
  },
  {
    title: "the cross-entropy of distributions under roots of class weights",
    ...{ targets: voteTargets, weights: classWeights.map(Math.sqrt), gamma: 0 },
    expected: losses.distributionLabelWeighted,
  },
  {
    title: "the focal loss",
    ...{ targets: labelTargets, weights: even, gamma: 2 },
    expected: losses.focal2,
  },
  {
    title: "the focal loss with class weights",
    ...{ targets: labelTargets, weights: classWeights, gamma: 2 },
    expected: losses.focal2Weighted,
  },
];

for (const { title, targets, weights, gamma, expected } of cases) {
  Deno.test(`weightedLoss() is ${title}, with its gradient`, async () => {
    const state = engine.createState({});
    const step = engine.compile("loss", state, (_, inputs) => {
      const loss = (logits: tf.Tensor) =>
        weightedLoss(
          logits as tf.Tensor2D,
          inputs.targets as tf.Tensor2D,
          inputs.weights as tf.Tensor1D,
          gamma,
        );
      const { value, grad } = tf.valueAndGrad(loss)(inputs.logits!);
      return { outputs: { value, grad } };
    });
    const { value, grad } = await step.run({
      logits: { shape: [8, 6], values: Float32Array.from(losses.logits) },
      targets: { shape: [8, 6], values: targets },
      weights: { shape: [8], values: weights },
    });
    assert(Math.abs(value![0]! - expected.loss) < 1e-6 * expected.loss, `loss ${value![0]}`);
    expected.gradient.forEach((each, i) =>
      assert(Math.abs(grad![i]! - each) < 1e-6, `gradient[${i}] is ${grad![i]}, not ${each}`)
    );
    step.dispose();
    state.dispose();
  });
}
