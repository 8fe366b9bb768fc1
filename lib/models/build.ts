/** From a list of blocks to a `Network`: weights, arithmetic and description from one source. */
import * as tf from "@tensorflow/tfjs-core";
import type { NetworkName } from "../records/run.ts";
import type { Block } from "./blocks.ts";
import type { Scope, Shape } from "./layers.ts";
import type { Network } from "./network.ts";

/** Blocks one after another, over grey input repeated to three channels. */
export function buildNetwork(
  name: NetworkName,
  title: string,
  classes: number,
  blocks: readonly Block[],
): Network {
  const weights = blocks.flatMap((block) => block.weights);
  return {
    name,
    title,
    classes,
    weights,
    apply(values, input, options) {
      const updates: Record<string, tf.Tensor> = {};
      const scope: Scope = { ...options, weights: values, updates, dropouts: 0 };
      const stages: Record<string, tf.Tensor4D> = {};
      let value: tf.Tensor = tf.tile(input, [1, 1, 1, 3]);
      for (const block of blocks) {
        value = block.apply(scope, value);
        if (options.probe?.stage === block.name) value = tf.add(value, options.probe.add);
        if (value.rank === 4) stages[block.name] = value as tf.Tensor4D;
      }
      return { logits: value as tf.Tensor2D, stages, updates };
    },
    describe(size) {
      const input: Shape = [size, size, 3];
      let shape = input;
      const described = blocks.map((block) => {
        const description = block.describe(shape);
        shape = description.output;
        return description;
      });
      const layers = described.flatMap((block) => [...block.layers, ...block.shortcut]);
      const sum = (key: "parameters" | "multiplyAdds" | "otherOperations") =>
        layers.reduce((total, layer) => total + layer[key], 0);
      return {
        name,
        title,
        input,
        blocks: described,
        parameters: sum("parameters"),
        multiplyAdds: sum("multiplyAdds"),
        otherOperations: sum("otherOperations"),
      };
    },
  };
}
