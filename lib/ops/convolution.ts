/**
 * Two-dimensional convolution padded as PyTorch pads: the same on both sides, also at stride 2,
 * where TensorFlow's `SAME` pads the far side only. The padding is an op of its own there: given to
 * the convolution, it would keep oneDNN from its gradients, which then take 3 to 20 times as long.
 */
import * as tf from "@tensorflow/tfjs-core";

/**
 * Convolves `[batch, height, width, in]` with `[side, side, in, out]`, `padding` zeros on each side.
 * Output side: ⌊(side + 2 · padding − kernel) / stride⌋ + 1.
 */
export function convolution(
  input: tf.Tensor4D,
  filter: tf.Tensor4D,
  stride: number,
  padding: number,
): tf.Tensor4D {
  const side = filter.shape[0];
  if (padding === 0) return tf.conv2d(input, filter, stride, "valid");
  if (stride === 1 && side === 2 * padding + 1) return tf.conv2d(input, filter, 1, "same");
  const both: [number, number] = [padding, padding];
  const padded = tf.pad(input, [[0, 0], both, both, [0, 0]]);
  return tf.conv2d(padded, filter, stride, "valid");
}
