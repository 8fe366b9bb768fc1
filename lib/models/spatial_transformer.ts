/**
 * A spatial transformer (Jaderberg et al. 2015, https://arxiv.org/abs/1506.02025) at the input: a
 * small network looks at the picture and says by which affine map to straighten it. The report saw
 * the variant fail (section 4.3, 19.23 %). With `identityStart` the map starts as the identity and
 * its network learns at a tenth of the rate, which is what it takes to train.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { LayerDescription } from "../records/description.ts";
import type { Block } from "./blocks.ts";
import { conv, elements, flatten, linear, outputShape, pool, relu, sequence } from "./layers.ts";
import type { WeightSpec } from "./network.ts";
import { sampleAffine } from "./sample_affine.ts";

const NAME = "localisation";
const STABLE_RATE = 0.1;

export function spatialTransformer(
  size: number,
  { identityStart }: { readonly identityStart: boolean },
): Block {
  const side = Math.floor((Math.floor((size - 6) / 2) - 4) / 2);
  const last = linear(`${NAME}.9`, [32, 6]);
  const localisation = sequence([
    conv(`${NAME}.0`, [3, 8], { kernel: 7, bias: true }),
    pool(`${NAME}.1`, "max"),
    relu(`${NAME}.2`),
    conv(`${NAME}.3`, [8, 10], { kernel: 5, bias: true }),
    pool(`${NAME}.4`, "max"),
    relu(`${NAME}.5`),
    flatten(`${NAME}.6`),
    linear(`${NAME}.7`, [side * side * 10, 32]),
    relu(`${NAME}.8`),
    last,
  ]);
  const settle = (spec: WeightSpec): WeightSpec =>
    last.weights.includes(spec)
      ? { ...spec, init: { constant: 0 }, rateScale: STABLE_RATE }
      : { ...spec, rateScale: STABLE_RATE };
  return {
    name: NAME,
    weights: identityStart ? localisation.weights.map(settle) : localisation.weights,
    apply(scope, input) {
      const output = localisation.apply(scope, input);
      // The network gives the difference from the identity, so that zero weights are the identity.
      const map = identityStart ? tf.add(output, tf.tensor1d([1, 0, 0, 0, 1, 0])) : output;
      return sampleAffine(input as tf.Tensor4D, map as tf.Tensor2D);
    },
    describe(input) {
      const layers = localisation.describe(input);
      const sampled: LayerDescription = {
        path: `${NAME}.sample`,
        kind: "spatial-transform",
        input,
        output: input,
        parameters: 0,
        multiplyAdds: 0,
        // Four neighbours with weights for each value, and the map of each position.
        otherOperations: 8 * elements(input) + 4 * (input[0] ?? 0) * (input[1] ?? 0),
        detail: { parameters: elements(outputShape(layers, input)) },
      };
      return {
        name: NAME,
        kind: "localisation",
        layers: [...layers, sampled],
        shortcut: [],
        output: input,
        spatial: true,
      };
    },
  };
}
