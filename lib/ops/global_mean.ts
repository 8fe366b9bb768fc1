/**
 * Mean over the positions of a map. tfjs' own gradient multiplies by an array of ones as large as
 * the map, made in JavaScript; this one repeats the gradient.
 */
import * as tf from "@tensorflow/tfjs-core";

/** `[batch, height, width, channels]` → `[batch, channels]`. */
export function globalMean(input: tf.Tensor4D): tf.Tensor2D {
  const [batch, height, width, channels] = input.shape;
  const average = tf.customGrad((x) => ({
    value: tf.mean(x as tf.Tensor, [1, 2]),
    gradFunc: (gradient: tf.Tensor) =>
      tf.tile(tf.reshape(tf.div(gradient, height * width), [batch, 1, 1, channels]), [
        1,
        height,
        width,
        1,
      ]),
  }));
  return average(input) as tf.Tensor2D;
}
