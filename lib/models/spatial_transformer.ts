/**
 * A spatial transformer (Jaderberg et al. 2015, https://arxiv.org/abs/1506.02025) at the input: a
 * small network looks at the picture and says by which affine map to straighten it. The report saw
 * the variant fail (section 4.3, 19.23 %). With `identityStart` the map starts as the identity and
 * its network learns at a tenth of the rate, which is what it takes to train.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { LayerDescription } from "../records/description.ts";
import type { Block } from "./blocks.ts";
import { conv, elements, flatten, linear, outputShape, pool, relu, sequence } from "./layers.ts";
import type { WeightSpec } from "./network.ts";

const NAME = "localisation";
const STABLE_RATE = 0.1;

export function spatialTransformer(
  size: number,
  { identityStart }: { readonly identityStart: boolean },
): Block {
  const side = Math.floor((Math.floor((size - 6) / 2) - 4) / 2);
  const last = linear(`${NAME}.9`, [32, 6]);
  const localisation = sequence([
    conv(`${NAME}.0`, [3, 8], { kernel: 7, bias: true }),
    pool(`${NAME}.1`, "max"),
    relu(`${NAME}.2`),
    conv(`${NAME}.3`, [8, 10], { kernel: 5, bias: true }),
    pool(`${NAME}.4`, "max"),
    relu(`${NAME}.5`),
    flatten(`${NAME}.6`),
    linear(`${NAME}.7`, [side * side * 10, 32]),
    relu(`${NAME}.8`),
    last,
  ]);
  const settle = (spec: WeightSpec): WeightSpec =>
    last.weights.includes(spec)
      ? { ...spec, init: { constant: 0 }, rateScale: STABLE_RATE }
      : { ...spec, rateScale: STABLE_RATE };
  return {
    name: NAME,
    weights: identityStart ? localisation.weights.map(settle) : localisation.weights,
    apply(scope, input) {
      const output = localisation.apply(scope, input);
      // The network gives the difference from the identity, so that zero weights are the identity.
      const map = identityStart ? tf.add(output, tf.tensor1d([1, 0, 0, 0, 1, 0])) : output;
      return sampleAffine(input as tf.Tensor4D, map as tf.Tensor2D);
    },
    describe(input) {
      const layers = localisation.describe(input);
      const sampled: LayerDescription = {
        path: `${NAME}.sample`,
        kind: "spatial-transform",
        input,
        output: input,
        parameters: 0,
        multiplyAdds: 0,
        // Four neighbours with weights for each value, and the map of each position.
        otherOperations: 8 * elements(input) + 4 * (input[0] ?? 0) * (input[1] ?? 0),
        detail: { parameters: elements(outputShape(layers, input)) },
      };
      return {
        name: NAME,
        kind: "localisation",
        layers: [...layers, sampled],
        shortcut: [],
        output: input,
        spatial: true,
      };
    },
  };
}

/**
 * Samples `[batch, height, width, channels]` bilinearly at the positions that the affine maps
 * `[batch, 6]` (rows of a 2×3 matrix over coordinates from −1 to 1) send the output grid to; zero
 * outside of the picture. PyTorch's `affine_grid` and `grid_sample` with `align_corners=False`.
 * Gradients flow to the maps.
 */
export function sampleAffine(input: tf.Tensor4D, maps: tf.Tensor2D): tf.Tensor4D {
  const [batch, height, width, channels] = input.shape;
  const centres = (count: number) =>
    Float32Array.from({ length: count }, (_, i) => (2 * i + 1) / count - 1);
  const columns = tf.tile(tf.tensor2d(centres(width), [1, width]), [height, 1]);
  const rows = tf.tile(tf.tensor2d(centres(height), [height, 1]), [1, width]);
  const grid = tf.stack([columns, rows, tf.onesLike(rows)].map((t) => tf.reshape(t, [-1])));
  const positions = tf.reshape(
    tf.matMul(tf.reshape(maps, [batch * 2, 3]), grid as tf.Tensor2D),
    [batch, 2, height * width],
  );
  const [u, v] = tf.unstack(positions, 1) as [tf.Tensor, tf.Tensor];
  const x = tf.sub(tf.mul(tf.add(u, 1), width / 2), 0.5);
  const y = tf.sub(tf.mul(tf.add(v, 1), height / 2), 0.5);
  const left = tf.floor(x);
  const top = tf.floor(y);
  const pixels = tf.reshape(input, [batch * height * width, channels]);
  const first = tf.mul(tf.reshape(tf.range(0, batch, 1, "float32"), [batch, 1]), height * width);
  const corner = (dx: number, dy: number) => {
    const column = tf.add(left, dx);
    const row = tf.add(top, dy);
    const inside = tf.logicalAnd(
      tf.logicalAnd(tf.greaterEqual(column, 0), tf.less(column, width)),
      tf.logicalAnd(tf.greaterEqual(row, 0), tf.less(row, height)),
    );
    const index = tf.add(
      first,
      tf.add(
        tf.mul(tf.clipByValue(row, 0, height - 1), width),
        tf.clipByValue(column, 0, width - 1),
      ),
    );
    const share = tf.mul(
      tf.sub(1, tf.abs(tf.sub(x, column))),
      tf.sub(1, tf.abs(tf.sub(y, row))),
    );
    const weight = tf.mul(share, tf.cast(inside, "float32"));
    const values = tf.gather(pixels, tf.cast(tf.reshape(index, [-1]), "int32"));
    return tf.mul(values, tf.reshape(weight, [-1, 1]));
  };
  const sum = tf.addN([corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1)]);
  return tf.reshape(sum, [batch, height, width, channels]);
}
