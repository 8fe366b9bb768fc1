/**
 * Layers as plain objects: what weights they need, what they compute from explicit weights, and
 * what they say of themselves. A network is a list of blocks of these, so its parameter count, its
 * operations, its drawing and its arithmetic cannot disagree.
 */
import * as tf from "@tensorflow/tfjs-core";
import { batchNormInference, batchNormTraining } from "../ops/batch_norm.ts";
import { convolution } from "../ops/convolution.ts";
import { globalMean } from "../ops/global_mean.ts";
import { statelessUniform } from "../ops/random.ts";
import { relu as rectify } from "../ops/relu.ts";
import type { LayerDescription } from "../records/description.ts";
import type { ApplyOptions, Weights, WeightSpec } from "./network.ts";

/** What a layer sees while a network is applied. */
export interface Scope extends ApplyOptions {
  readonly weights: Weights;
  /** New running statistics; batch-norm layers write here when training. */
  readonly updates: Record<string, tf.Tensor>;
  /** Number of dropout layers so far, so that each draws its own stream of random numbers. */
  dropouts: number;
}

/** Shape without the batch: `[height, width, channels]` or `[features]`. */
export type Shape = readonly number[];

export interface Layer {
  readonly weights: readonly WeightSpec[];
  apply(scope: Scope, input: tf.Tensor): tf.Tensor;
  describe(input: Shape): readonly LayerDescription[];
}

/** Output shape of a list of layers. */
export function outputShape(descriptions: readonly LayerDescription[], input: Shape): Shape {
  return descriptions.at(-1)?.output ?? input;
}

/** The number of elements of a shape. */
export function elements(shape: Shape): number {
  return shape.reduce((product, side) => product * side, 1);
}

function weight(scope: Scope, name: string): tf.Tensor {
  const tensor = scope.weights[name];
  if (!tensor) throw new Error(`Cannot apply the network: weight ${name} is missing`);
  return tensor;
}

/** PyTorch's default start for weights and biases: uniform in ±1/√fan-in (Kaiming, a = √5). */
function spec(name: string, shape: Shape, fanIn: number): WeightSpec {
  return { name, shape, init: { uniform: 1 / Math.sqrt(fanIn) }, trainable: true };
}

function constantSpec(name: string, size: number, value: number, trainable: boolean): WeightSpec {
  return { name, shape: [size], init: { constant: value }, trainable };
}

/** A square convolution with the same zero padding on every side. */
export function conv(
  path: string,
  [input, output]: readonly [number, number],
  { kernel, stride = 1, padding = 0, bias = false }: {
    readonly kernel: number;
    readonly stride?: number;
    readonly padding?: number;
    readonly bias?: boolean;
  },
): Layer {
  const fanIn = kernel * kernel * input;
  const weights = [spec(`${path}.weight`, [kernel, kernel, input, output], fanIn)];
  if (bias) weights.push(spec(`${path}.bias`, [output], fanIn));
  return {
    weights,
    apply(scope, x) {
      const filter = weight(scope, `${path}.weight`) as tf.Tensor4D;
      const y = convolution(x as tf.Tensor4D, filter, stride, padding);
      return bias ? tf.add(y, weight(scope, `${path}.bias`)) : y;
    },
    describe([height = 0, width = 0]) {
      const side = (length: number) => Math.floor((length + 2 * padding - kernel) / stride) + 1;
      const shape = [side(height), side(width), output];
      return [{
        path,
        kind: "convolution",
        input: [height, width, input],
        output: shape,
        parameters: fanIn * output + (bias ? output : 0),
        multiplyAdds: elements(shape) * fanIn,
        otherOperations: bias ? elements(shape) : 0,
        detail: { kernel, stride, padding },
      }];
    },
  };
}

/** Batch normalisation over each channel. */
export function batchNorm(path: string, channels: number): Layer {
  const names = ["weight", "bias", "running_mean", "running_var"].map((part) => `${path}.${part}`);
  const [scale, offset, mean, variance] = names as [string, string, string, string];
  return {
    weights: [
      constantSpec(scale, channels, 1, true),
      constantSpec(offset, channels, 0, true),
      constantSpec(mean, channels, 0, false),
      constantSpec(variance, channels, 1, false),
    ],
    apply(scope, x) {
      const [s, o, m, v] = [scale, offset, mean, variance].map((name) => weight(scope, name)) as [
        ...[tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D],
      ];
      const input = x as tf.Tensor4D;
      if (!scope.training) return batchNormInference(input, s, o, m, v);
      const { output, runningMean, runningVariance } = batchNormTraining(input, s, o, m, v);
      scope.updates[mean] = runningMean;
      scope.updates[variance] = runningVariance;
      return output;
    },
    describe: (input) => [{
      path,
      kind: "batch-norm",
      input,
      output: input,
      parameters: 2 * channels,
      multiplyAdds: 2 * elements(input),
      otherOperations: 0,
      detail: {},
    }],
  };
}

/** A layer of one operation an element and without weights. */
function elementwise(
  path: string,
  kind: "relu" | "sigmoid",
  apply: (x: tf.Tensor) => tf.Tensor,
): Layer {
  return {
    weights: [],
    apply: (_, x) => apply(x),
    describe: (input) => [{
      path,
      kind,
      input,
      output: input,
      parameters: 0,
      multiplyAdds: 0,
      otherOperations: elements(input),
      detail: {},
    }],
  };
}

/** max(x, 0). */
export function relu(path: string): Layer {
  return elementwise(path, "relu", rectify);
}

/** A fully connected layer with bias. */
export function linear(path: string, [input, output]: readonly [number, number]): Layer {
  return {
    weights: [
      spec(`${path}.weight`, [input, output], input),
      spec(`${path}.bias`, [output], input),
    ],
    apply(scope, x) {
      const product = tf.matMul(x as tf.Tensor2D, weight(scope, `${path}.weight`) as tf.Tensor2D);
      return tf.add(product, weight(scope, `${path}.bias`));
    },
    describe: () => [{
      path,
      kind: "linear",
      input: [input],
      output: [output],
      parameters: (input + 1) * output,
      multiplyAdds: input * output,
      otherOperations: output,
      detail: {},
    }],
  };
}

/** Sets a share of the values to zero when training and scales the rest up. */
export function dropout(path: string, rate: number): Layer {
  return {
    weights: [],
    apply(scope, x) {
      const stream = scope.dropouts++;
      if (!scope.training) return x;
      const given = scope.masks?.[path];
      if (given) return tf.mul(x, given);
      if (!scope.seed) {
        throw new Error(`Cannot train ${path}: a seed or a mask must be given, but neither is`);
      }
      const kept = tf.greaterEqual(statelessUniform(x.shape, scope.seed, stream), rate);
      return tf.mul(x, tf.mul(tf.cast(kept, "float32"), 1 / (1 - rate)));
    },
    describe: (input) => [{
      path,
      kind: "dropout",
      input,
      output: input,
      parameters: 0,
      multiplyAdds: 0,
      otherOperations: 0,
      detail: { rate },
    }],
  };
}

/** Greatest or mean value of each square of 2×2. */
export function pool(path: string, pooling: "average" | "max"): Layer {
  return {
    weights: [],
    apply: (_, x) =>
      pooling === "max"
        ? tf.maxPool(x as tf.Tensor4D, 2, 2, "valid")
        : tf.avgPool(x as tf.Tensor4D, 2, 2, "valid"),
    describe([height = 0, width = 0, channels = 0]) {
      return [{
        path,
        kind: "pool",
        input: [height, width, channels],
        output: [Math.floor(height / 2), Math.floor(width / 2), channels],
        parameters: 0,
        multiplyAdds: 0,
        otherOperations: height * width * channels,
        detail: { pooling, kernel: 2, stride: 2 },
      }];
    },
  };
}

/** Mean or greatest value of each channel: `[height, width, channels]` → `[channels]`. */
export function globalPool(path: string, pooling: "average" | "max"): Layer {
  return {
    weights: [],
    apply: (_, x) => pooling === "average" ? globalMean(x as tf.Tensor4D) : tf.max(x, [1, 2]),
    describe: (input) => [{
      path,
      kind: "global-pool",
      input,
      output: [input[2] ?? 0],
      parameters: 0,
      // fvcore counts adaptive average pooling, not adaptive max pooling.
      multiplyAdds: pooling === "average" ? elements(input) : 0,
      otherOperations: pooling === "average" ? 0 : elements(input),
      detail: { pooling },
    }],
  };
}

/** `[height, width, channels]` → `[features]`, in the order of PyTorch: channels first. */
export function flatten(path: string): Layer {
  return {
    weights: [],
    apply: (_, x) =>
      x.rank === 2 ? x : tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [x.shape[0]!, -1]),
    describe: (input) => [{
      path,
      kind: "flatten",
      input,
      output: [elements(input)],
      parameters: 0,
      multiplyAdds: 0,
      otherOperations: 0,
      detail: {},
    }],
  };
}

/**
 * Squeeze and excitation (Hu et al. 2018, https://arxiv.org/abs/1709.01507): each channel is scaled
 * by a number between 0 and 1 that a small network draws from the means of all channels.
 */
export function squeezeExcitation(path: string, channels: number, reduction = 16): Layer {
  const inner = channels / reduction;
  const layers = [
    globalPool(`${path}.pool`, "average"),
    linear(`${path}.fc.0`, [channels, inner]),
    relu(`${path}.fc.1`),
    linear(`${path}.fc.2`, [inner, channels]),
    elementwise(`${path}.fc.3`, "sigmoid", (x) => tf.sigmoid(x)),
  ];
  return {
    weights: layers.flatMap((layer) => layer.weights),
    apply(scope, x) {
      const gate = layers.reduce((value, layer) => layer.apply(scope, value), x);
      return tf.mul(x, tf.reshape(gate, [gate.shape[0]!, 1, 1, channels]));
    },
    describe(input) {
      const scale: LayerDescription = {
        path: `${path}.scale`,
        kind: "scale",
        input,
        output: input,
        parameters: 0,
        multiplyAdds: 0,
        otherOperations: elements(input),
        detail: { reduction },
      };
      return [...sequence(layers).describe(input), scale];
    },
  };
}

/** Layers one after another. */
export function sequence(layers: readonly Layer[]): Layer {
  return {
    weights: layers.flatMap((layer) => layer.weights),
    apply: (scope, x) => layers.reduce((value, layer) => layer.apply(scope, value), x),
    describe(input) {
      const all: LayerDescription[] = [];
      for (const layer of layers) all.push(...layer.describe(outputShape(all, input)));
      return all;
    },
  };
}
