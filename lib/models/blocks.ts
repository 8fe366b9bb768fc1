/**
 * Blocks of layers: what a drawing shows as one box and Grad-CAM can explain as one stage. A block
 * is a main path, an optional shortcut beside it, and what follows their sum.
 */
import * as tf from "@tensorflow/tfjs-core";
import { relu as rectify } from "../ops/relu.ts";
import type { BlockDescription, LayerDescription } from "../records/description.ts";
import {
  batchNorm,
  conv,
  elements,
  type Layer,
  outputShape,
  relu,
  type Scope,
  sequence,
  type Shape,
  squeezeExcitation,
} from "./layers.ts";
import type { WeightSpec } from "./network.ts";

export interface Block {
  readonly name: string;
  readonly weights: readonly WeightSpec[];
  apply(scope: Scope, input: tf.Tensor): tf.Tensor;
  describe(input: Shape): BlockDescription;
}

/** A block that is a plain list of layers. */
export function plain(
  name: string,
  layers: readonly Layer[],
  kind: BlockDescription["kind"] = "layer",
): Block {
  const path = sequence(layers);
  return {
    name,
    weights: path.weights,
    apply: (scope, input) => path.apply(scope, input),
    describe(input) {
      const layers = path.describe(input);
      const output = outputShape(layers, input);
      return { name, kind, layers, shortcut: [], output, spatial: output.length === 3 };
    },
  };
}

/**
 * A residual block (He et al. 2016, https://arxiv.org/abs/1512.03385) that halves the sides: two
 * 3×3 convolutions, with squeeze-and-excitation if asked for, plus a 1×1 convolution beside them.
 */
export function residual(
  name: string,
  [input, output]: readonly [number, number],
  { excitation }: { readonly excitation: boolean },
): Block {
  const main = sequence([
    conv(`${name}.conv1`, [input, output], { kernel: 3, stride: 2, padding: 1 }),
    batchNorm(`${name}.bn1`, output),
    relu(`${name}.relu1`),
    conv(`${name}.conv2`, [output, output], { kernel: 3, padding: 1 }),
    batchNorm(`${name}.bn2`, output),
    ...(excitation ? [squeezeExcitation(`${name}.se`, output)] : []),
  ]);
  const shortcut = sequence([
    conv(`${name}.shortcut.0`, [input, output], { kernel: 1, stride: 2 }),
    batchNorm(`${name}.shortcut.1`, output),
  ]);
  return {
    name,
    weights: [...main.weights, ...shortcut.weights],
    apply: (scope, x) => rectify(tf.add(main.apply(scope, x), shortcut.apply(scope, x))),
    describe(shape) {
      const layers = main.describe(shape);
      const sum = outputShape(layers, shape);
      const join = (path: string, kind: "add" | "relu"): LayerDescription => ({
        path: `${name}.${path}`,
        kind,
        input: sum,
        output: sum,
        parameters: 0,
        multiplyAdds: 0,
        otherOperations: elements(sum),
        detail: {},
      });
      return {
        name,
        kind: excitation ? "residual-se" : "residual",
        layers: [...layers, join("add", "add"), join("relu2", "relu")],
        shortcut: shortcut.describe(shape),
        output: sum,
        spatial: true,
      };
    },
  };
}
