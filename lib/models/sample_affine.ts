/**
 * Pictures sampled through affine maps: the second half of a spatial transformer (Jaderberg et al.
 * 2015, section 3.2 and 3.3). The gradient by the positions is written out, since whole positions
 * come from floor(), which automatic differentiation cannot pass, and since only the maps learn: the
 * picture is the input.
 */
import * as tf from "@tensorflow/tfjs-core";

/**
 * Samples pictures bilinearly at the positions that affine maps send the output grid to; zero
 * outside of the picture. PyTorch's `affine_grid` and `grid_sample` with `align_corners=False`.
 * Gradients flow to the maps alone.
 *
 * @param input `[batch, height, width, channels]`
 * @param maps `[batch, 6]`, rows of a 2×3 matrix over coordinates from −1 to 1
 * @returns as `input`
 */
export function sampleAffine(input: tf.Tensor4D, maps: tf.Tensor2D): tf.Tensor4D {
  const [batch, height, width] = input.shape;
  const centres = (count: number) =>
    Float32Array.from({ length: count }, (_, i) => (2 * i + 1) / count - 1);
  const columns = tf.tile(tf.tensor2d(centres(width), [1, width]), [height, 1]);
  const rows = tf.tile(tf.tensor2d(centres(height), [height, 1]), [1, width]);
  const grid = tf.stack([columns, rows, tf.onesLike(rows)].map((t) => tf.reshape(t, [-1])));
  const positions = tf.reshape(
    tf.matMul(tf.reshape(maps, [batch * 2, 3]), grid as tf.Tensor2D),
    [batch, 2, height * width],
  );
  const [u, v] = tf.unstack(positions, 1) as [tf.Tensor2D, tf.Tensor2D];
  const x = tf.sub(tf.mul(tf.add(u, 1), width / 2), 0.5);
  const y = tf.sub(tf.mul(tf.add(v, 1), height / 2), 0.5);
  return tf.reshape(sampleAt(input, x, y), input.shape);
}

/**
 * Values `[batch · positions, channels]` at positions `[batch, positions]` in pixels.
 */
function sampleAt(input: tf.Tensor4D, x: tf.Tensor, y: tf.Tensor): tf.Tensor2D {
  const sample = tf.customGrad((...given: unknown[]) => {
    const [column, row, save] = given as [tf.Tensor, tf.Tensor, Save];
    const left = tf.floor(column), top = tf.floor(row);
    const corners = [[0, 0], [1, 0], [0, 1], [1, 1]].map(([dx, dy]) =>
      cornerValues(input, tf.add(left, dx!), tf.add(top, dy!))
    ) as Corners;
    const right = tf.reshape(tf.sub(column, left), [-1, 1]);
    const down = tf.reshape(tf.sub(row, top), [-1, 1]);
    save([...corners, right, down]);
    const [above, below] = [
      mix(corners[0], corners[1], right),
      mix(corners[2], corners[3], right),
    ];
    return {
      value: mix(above, below, down),
      gradFunc: (gradient: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) => {
        const [a, b, c, d, r, s] = saved as [...Corners, tf.Tensor, tf.Tensor];
        const along = (slope: tf.Tensor) =>
          tf.reshape(tf.sum(tf.mul(gradient as tf.Tensor, slope), 1), x.shape);
        return [
          along(mix(tf.sub(b, a), tf.sub(d, c), s)),
          along(mix(tf.sub(c, a), tf.sub(d, b), r)),
        ];
      },
    };
  });
  return sample(x, y) as tf.Tensor2D;
}

type Save = (tensors: tf.Tensor[]) => void;

/** Values at the four pixels around a position: upper left, upper right, lower left, lower right. */
type Corners = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

/** Between `from` (share 0) and `to` (share 1). */
function mix(from: tf.Tensor, to: tf.Tensor, share: tf.Tensor): tf.Tensor {
  return tf.add(from, tf.mul(tf.sub(to, from), share));
}

/** Pixels `[batch · positions, channels]` at whole positions `[batch, positions]`, zero outside. */
function cornerValues(input: tf.Tensor4D, column: tf.Tensor, row: tf.Tensor): tf.Tensor {
  const [batch, height, width, channels] = input.shape;
  const pixels = tf.reshape(input, [batch * height * width, channels]);
  const inside = tf.logicalAnd(
    tf.logicalAnd(tf.greaterEqual(column, 0), tf.less(column, width)),
    tf.logicalAnd(tf.greaterEqual(row, 0), tf.less(row, height)),
  );
  const first = tf.mul(tf.reshape(tf.range(0, batch, 1, "float32"), [batch, 1]), height * width);
  const clipped = tf.add(
    tf.mul(tf.clipByValue(row, 0, height - 1), width),
    tf.clipByValue(column, 0, width - 1),
  );
  const index = tf.cast(tf.reshape(tf.add(first, clipped), [-1]), "int32");
  return tf.mul(tf.gather(pixels, index), tf.reshape(tf.cast(inside, "float32"), [-1, 1]));
}
