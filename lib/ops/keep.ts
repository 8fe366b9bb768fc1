/**
 * tfjs disposes what the inside of a gradient leaves behind. A by-product that must come out, such
 * as running statistics, is kept there and released outside.
 */
import * as tf from "@tensorflow/tfjs-core";

/** The tensor of a `tf.keep`, to be disposed with the scope that surrounds the call. */
export function release<T extends tf.Tensor>(kept: T): T {
  const copy = tf.clone(kept);
  kept.dispose();
  return copy;
}
