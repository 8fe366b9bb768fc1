/**
 * Random numbers that a recorded step draws anew each time: the seed is an input of the step, so
 * the same seed gives the same numbers, whenever and however often the step is replayed. Numbers
 * drawn in JavaScript would freeze into constants of the recording.
 */
import * as tf from "@tensorflow/tfjs-core";
import { registerForBackends, runKernel } from "./kernel.ts";

const KERNEL = "StatelessUniform";

/**
 * Uniform numbers in [0, 1) of the given shape. `seed`: int32 `[2]`. `stream` tells apart several
 * draws from one seed; it is added to the seed's second number, so seeds must lie further apart than
 * there are streams.
 *
 * Throws on backends without a stateless generator; give the dropout masks as inputs there.
 */
export function statelessUniform(
  shape: readonly number[],
  seed: tf.Tensor,
  stream: number,
): tf.Tensor {
  const own = tf.add(seed, tf.tensor1d([0, stream], "int32"));
  return runKernel(KERNEL, { seed: own }, { shape })[0]!;
}

registerForBackends(KERNEL, () => {
  throw new Error(
    `Cannot draw random numbers on backend ${tf.getBackend()}: it must have a stateless ` +
      `generator, but has none. Give the dropout masks to the step as inputs`,
  );
});
