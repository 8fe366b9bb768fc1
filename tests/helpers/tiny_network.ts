/**
 * A network of every kind of layer that residual-SE has, so small that a step takes milliseconds:
 * for tests of the engine and of the steps of training.
 */
import type { Arrays } from "../../lib/engine/engine.ts";
import { plain, residual } from "../../lib/models/blocks.ts";
import { buildNetwork } from "../../lib/models/build.ts";
import { initWeights } from "../../lib/models/init.ts";
import { batchNorm, conv, dropout, globalPool, linear, relu } from "../../lib/models/layers.ts";
import type { Network } from "../../lib/models/network.ts";
import { adamScalars } from "../../lib/ops/adamw.ts";
import { FIRST_MOMENT, SECOND_MOMENT } from "../../lib/train/step.ts";
import { hashedUniform } from "./hashed_weights.ts";

export const TINY_CLASSES = 3;
export const TINY_SIDE = 8;
export const TINY_DECAY = 0.01;

export function tinyNetwork(): Network {
  return buildNetwork("residual-se", "Tiny", TINY_CLASSES, [
    plain("stem", [conv("stem", [3, 8], { kernel: 3, padding: 1 })]),
    plain("norm", [batchNorm("norm", 8)]),
    plain("relu", [relu("relu")]),
    residual("block", [8, 16], { excitation: true }),
    plain("pool", [globalPool("pool", "average")]),
    plain("classifier", [
      dropout("classifier.0", 0.4),
      linear("classifier.1", [16, TINY_CLASSES]),
    ], "classifier"),
  ]);
}

/** First weights from a seed, with zero moments. */
export function tinyState(network: Network, seed = 1): Arrays {
  const weights = initWeights(network, seed);
  const arrays: Record<string, Arrays[string]> = {};
  for (const { name, shape, trainable } of network.weights) {
    const values = weights[name]!;
    arrays[name] = { shape, values };
    if (!trainable) continue;
    for (const prefix of [FIRST_MOMENT, SECOND_MOMENT]) {
      arrays[prefix + name] = { shape, values: new Float32Array(values.length) };
    }
  }
  return arrays;
}

/** Inputs of step `t`, counted from 0. */
export function tinyInputs(
  t: number,
  { batch = 4, learningRate = 1e-2, seed = [7, t], weights = [1, 2, 0.5] }: {
    readonly batch?: number;
    readonly learningRate?: number;
    readonly seed?: readonly number[];
    /** Of the classes. */
    readonly weights?: readonly number[];
  } = {},
): Arrays {
  const labels = Array.from({ length: batch }, (_, i) => (i + t) % TINY_CLASSES);
  const targets = new Float32Array(batch * TINY_CLASSES);
  labels.forEach((label, i) => targets[i * TINY_CLASSES + label] = 1);
  const pixels = batch * TINY_SIDE * TINY_SIDE;
  return {
    pictures: {
      shape: [batch, TINY_SIDE, TINY_SIDE, 1],
      values: hashedUniform(`tiny/${t}`, pixels, -1, 1),
    },
    targets: { shape: [batch, TINY_CLASSES], values: targets },
    weights: { shape: [batch], values: Float32Array.from(labels, (label) => weights[label]!) },
    adam: {
      shape: [5],
      values: Float32Array.from(adamScalars(learningRate, TINY_DECAY, t + 1)),
    },
    seed: { shape: [2], values: Int32Array.from(seed) },
  };
}
