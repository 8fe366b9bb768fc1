/** What a spatial transformer hands on: the picture that the layers behind it are shown. */
import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../engine/engine.ts";
import type { WeightValues } from "../models/init.ts";
import { weightArrays } from "../models/model_file.ts";
import type { Network } from "../models/network.ts";

/**
 * Runs pictures through the transformer of a network.
 *
 * @param weights of the network, e.g. drawn ones: what it does before it has learnt anything
 * @param input `[n, size, size]`, normalised
 * @returns `[n, size, size]`, normalised; 0 where the map looks outside of the picture
 * @throws Error when the network has no transformer
 */
export async function transformed(
  engine: Engine,
  network: Network,
  weights: WeightValues,
  input: Float32Array,
  size: number,
): Promise<Float32Array> {
  const n = input.length / size ** 2;
  const state = engine.createState(weightArrays({ network, weights }));
  const step = engine.compile("transformer", state, (values, { pictures }) => {
    const { stages } = network.apply(values, pictures as tf.Tensor4D, { training: false });
    const { localisation } = stages;
    if (!localisation) {
      throw new Error(
        `Cannot show what ${network.name} transforms: it must have a spatial transformer, but has ` +
          "none. Use stn or stn-stable",
      );
    }
    return { outputs: { seen: tf.slice(localisation, [0, 0, 0, 0], [n, size, size, 1]) } };
  });
  try {
    const { seen } = await step.run({ pictures: { shape: [n, size, size, 1], values: input } });
    return seen!;
  } finally {
    step.dispose();
    state.dispose();
  }
}
