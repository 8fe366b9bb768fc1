/** Sum of squares in one pass over memory, for the norm of a gradient. */
import * as tf from "@tensorflow/tfjs-core";
import { registerForBackends, runKernel } from "./kernel.ts";

const KERNEL = "SumOfSquares";

/** Σ x² of a tensor of any shape, as a scalar. Has no gradient. */
export function sumOfSquares(tensor: tf.Tensor): tf.Scalar {
  return runKernel(KERNEL, { tensor })[0] as tf.Scalar;
}

registerForBackends(KERNEL, ({ tensor }) => [tf.sum(tf.square(tensor!))]);
