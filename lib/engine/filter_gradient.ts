/**
 * Gradient of a filter as one matrix product for each of its places: how WebGPU always computes it,
 * and TensorFlow where the map is small and the channels are many. oneDNN's own kernel is slow there:
 * 64 maps of 8×8 from 512 to 512 channels take it twice as long in float32, and half as long again in
 * bfloat16. Elsewhere it is the faster.
 */
import * as tf from "@tensorflow/tfjs-core";

/** Positions of the largest map that is worth it on TensorFlow: 8×8. */
const LARGEST_MAP = 64;
/** Least product of both channel counts: 512 · 512. */
const LEAST_CHANNELS = 2 ** 18;

/** Attributes of tfjs' kernel `Conv2DBackpropFilter`. */
export interface FilterGradientAttributes {
  readonly strides: [number, number] | number;
  readonly pad: "same" | "valid";
  readonly filterShape: readonly [number, number, number, number];
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** `x` `[n, height, width, in]` and `dy` `[n, h, w, out]` → `[side, side, in, out]`. */
export function filterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  { strides, pad, filterShape, dimRoundingMode }: FilterGradientAttributes,
): tf.Tensor4D {
  const shape = [...filterShape] as [number, number, number, number];
  const [rows, columns, input, output] = shape;
  const info = tf.backend_util.computeConv2DInfo(x.shape, shape, strides, 1, pad, dimRoundingMode);
  const { padInfo, batchSize, outHeight, outWidth, strideHeight, strideWidth } = info;
  const { top, bottom, left, right } = padInfo;
  const padded = tf.pad(x, [[0, 0], [top, bottom], [left, right], [0, 0]]);
  const gradient = tf.reshape(dy, [-1, output]);
  const products = Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const from = [0, row, column, 0];
    const end = [
      batchSize,
      row + (outHeight - 1) * strideHeight + 1,
      column + (outWidth - 1) * strideWidth + 1,
      input,
    ];
    const seen = strideHeight === 1 && strideWidth === 1
      ? tf.slice(padded, from, [batchSize, outHeight, outWidth, input])
      : tf.stridedSlice(padded, from, end, [1, strideHeight, strideWidth, 1]);
    return tf.matMul(tf.reshape(seen, [-1, input]), gradient, true, false);
  });
  return tf.reshape(tf.stack(products), shape);
}

/** Puts itself before TensorFlow's kernel, which goes on to serve all other cases. */
export function registerFilterGradient(): void {
  const own = tf.getKernel("Conv2DBackpropFilter", "tensorflow");
  tf.unregisterKernel("Conv2DBackpropFilter", "tensorflow");
  tf.registerKernel({
    ...own,
    kernelFunc: (call) => {
      const { x, dy } = call.inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
      const attributes = call.attrs as unknown as FilterGradientAttributes;
      if (!pays(x, attributes)) return own.kernelFunc(call);
      return tf.tidy(() => filterGradient(x, dy, attributes));
    },
  });
}

function pays(x: tf.Tensor4D, { strides, pad, filterShape }: FilterGradientAttributes): boolean {
  const [height, width, input, output] = filterShape;
  return [strides].flat().every((stride) => stride === 1) && pad === "same" &&
    height * width > 1 && x.shape[1] * x.shape[2] <= LARGEST_MAP &&
    input * output >= LEAST_CHANNELS;
}
