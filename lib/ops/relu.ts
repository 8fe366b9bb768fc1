/**
 * ReLU whose gradient is one op over the output, instead of a comparison, a cast and a product over
 * the input.
 */
import * as tf from "@tensorflow/tfjs-core";
import { registerForBackends, runKernel } from "./kernel.ts";

const BACKWARD = "ReluGradOfOutput";

/** max(x, 0), of any shape. */
export function relu<T extends tf.Tensor>(input: T): T {
  const rectify = tf.customGrad((x, save) => {
    const value = tf.relu(x as tf.Tensor);
    (save as tf.GradSaveFunc)([value]);
    return {
      value,
      gradFunc: (gradient: tf.Tensor, [output]: tf.Tensor[]) =>
        runKernel(BACKWARD, { gradient, output: output! })[0]!,
    };
  });
  return rectify(input) as T;
}

registerForBackends(BACKWARD, ({ gradient, output }) => [tf.mul(gradient!, tf.step(output!))]);
