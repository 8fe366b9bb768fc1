/**
 * Gradient of a filter as one matrix product for each of its positions, where the map is small and
 * the channels are many. oneDNN's own kernel is slow there: 64 maps of 8×8 from 512 to 512 channels
 * take it twice as long in float32, and half as long again in bfloat16. Elsewhere it is the faster.
 */
import * as tf from "@tensorflow/tfjs-core";

/** Positions of the largest map that is worth it: 8×8. */
const LARGEST_MAP = 64;
/** Least product of both channel counts: 512 · 512. */
const LEAST_CHANNELS = 2 ** 18;

interface FilterGradientAttributes {
  readonly strides: number | readonly number[];
  readonly pad: unknown;
  readonly filterShape: readonly [number, number, number, number];
}

/** Puts itself before the backend's kernel, which goes on to serve all other cases. */
export function registerFilterGradient(): void {
  const own = tf.getKernel("Conv2DBackpropFilter", "tensorflow");
  tf.unregisterKernel("Conv2DBackpropFilter", "tensorflow");
  tf.registerKernel({
    ...own,
    kernelFunc: (call) => {
      const { x, dy } = call.inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
      const attributes = call.attrs as unknown as FilterGradientAttributes;
      if (!pays(x, attributes)) return own.kernelFunc(call);
      return tf.tidy(() => filterGradient(x, dy, attributes.filterShape));
    },
  });
}

function pays(x: tf.Tensor4D, { strides, pad, filterShape }: FilterGradientAttributes): boolean {
  const [height, width, input, output] = filterShape;
  return [strides].flat().every((stride) => stride === 1) && pad === "same" &&
    height === width && height % 2 === 1 && height > 1 &&
    x.shape[1] * x.shape[2] <= LARGEST_MAP && input * output >= LEAST_CHANNELS;
}

/** `x` `[n, height, width, in]` and `dy` `[n, height, width, out]` → `[side, side, in, out]`. */
function filterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  [side, , input, output]: FilterGradientAttributes["filterShape"],
): tf.Tensor4D {
  const [batch, height, width] = x.shape;
  const edge: [number, number] = [(side - 1) / 2, (side - 1) / 2];
  const padded = tf.pad(x, [[0, 0], edge, edge, [0, 0]]);
  const gradient = tf.reshape(dy, [-1, output]);
  const products = Array.from({ length: side * side }, (_, i) => {
    const from = [0, Math.floor(i / side), i % side, 0];
    const shifted = tf.slice(padded, from, [batch, height, width, input]);
    return tf.matMul(tf.reshape(shifted, [-1, input]), gradient, true, false);
  });
  return tf.reshape(tf.stack(products), [side, side, input, output]);
}
