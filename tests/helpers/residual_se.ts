/** The residual-SE network with the weights of the PyTorch fixture, as arrays for an engine. */
import type { Arrays } from "../../lib/engine/engine.ts";
import { fromTorch, torchShape } from "../../lib/models/layout.ts";
import { createNetwork } from "../../lib/models/networks.ts";
import type { Network } from "../../lib/models/network.ts";
import { adamScalars } from "../../lib/ops/adamw.ts";
import { FIRST_MOMENT, MASK, SECOND_MOMENT } from "../../lib/train/step.ts";
import { hashedMask, hashedPictures, hashedWeights } from "./hashed_weights.ts";
import { type NetworkFixture, readTorchFixture } from "./torch_fixture.ts";

export const fixture = readTorchFixture<NetworkFixture>("network");

export function residualSe(pooling: "average" | "max" = "average"): Network {
  return createNetwork("residual-se", { classes: 6, pooling, size: 64 });
}

/** The fixture's weights; with zero moments for the weights that are trained, if asked for. */
export function fixtureState(network: Network, moments = false): Arrays {
  const values = hashedWeights(fixture.shapes);
  const arrays: Record<string, { shape: readonly number[]; values: Float32Array }> = {};
  for (const { name, shape, trainable } of network.weights) {
    const expected = fixture.shapes[name] ?? [];
    if (torchShape(shape).join() !== expected.join()) {
      throw new Error(`${name} has shape [${torchShape(shape)}], PyTorch has [${expected}]`);
    }
    arrays[name] = { shape, values: fromTorch(values[name]!, shape) };
    if (!moments || !trainable) continue;
    const zeros = () => new Float32Array(values[name]!.length);
    arrays[FIRST_MOMENT + name] = { shape, values: zeros() };
    arrays[SECOND_MOMENT + name] = { shape, values: zeros() };
  }
  return arrays;
}

/** Inputs of step `t` (counted from 0) of the fixture's training. */
export function fixtureInputs(t: number, learningRate: number, weightDecay: number): Arrays {
  const targets = new Float32Array(4 * 6);
  fixture.labels.forEach((label, i) => targets[i * 6 + label] = 1);
  return {
    pictures: { shape: [4, 32, 32, 1], values: hashedPictures("training/142", 4, 32) },
    targets: { shape: [4, 6], values: targets },
    weights: {
      shape: [4],
      values: Float32Array.from(fixture.labels, (label) => fixture.classWeights[label]!),
    },
    adam: { shape: [5], values: Float32Array.from(adamScalars(learningRate, weightDecay, t + 1)) },
    [`${MASK}classifier.1`]: {
      shape: [4, 512],
      values: hashedMask(`mask/${t}/classifier.1`, 4 * 512, 0.4),
    },
    [`${MASK}classifier.4`]: {
      shape: [4, 256],
      values: hashedMask(`mask/${t}/classifier.4`, 4 * 256, 0.3),
    },
  };
}
