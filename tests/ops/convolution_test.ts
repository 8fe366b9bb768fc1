import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { convolution } from "../../lib/ops/convolution.ts";
import { assertSameOnBoth, hashedArray } from "../helpers/backends.ts";

/** The definition, in loops: zeros around the picture, the filter at every `stride`-th position. */
function byLoops(
  input: Float32Array,
  [batch, height, width, channels]: readonly [number, number, number, number],
  filter: Float32Array,
  [side, filters]: readonly [number, number],
  stride: number,
  padding: number,
): number[] {
  const out = (length: number) => Math.floor((length + 2 * padding - side) / stride) + 1;
  const result: number[] = [];
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < out(height); y++) {
      for (let x = 0; x < out(width); x++) {
        for (let f = 0; f < filters; f++) {
          let sum = 0;
          for (let i = 0; i < side * side * channels; i++) {
            const c = i % channels;
            const row = y * stride - padding + Math.floor(i / channels / side);
            const column = x * stride - padding + Math.floor(i / channels) % side;
            if (row < 0 || column < 0 || row >= height || column >= width) continue;
            const at = ((n * height + row) * width + column) * channels + c;
            sum += input[at]! * filter[i * filters + f]!;
          }
          result.push(sum);
        }
      }
    }
  }
  return result;
}

const CASES = [
  { height: 8, width: 8, side: 3, stride: 2, padding: 1 },
  { height: 7, width: 9, side: 3, stride: 2, padding: 1 },
  { height: 6, width: 7, side: 3, stride: 1, padding: 1 },
  { height: 7, width: 6, side: 1, stride: 2, padding: 0 },
  { height: 9, width: 8, side: 5, stride: 1, padding: 0 },
];

for (const { height, width, side, stride, padding } of CASES) {
  const title = `${side}×${side}, stride ${stride}, padding ${padding} on ${height}×${width}`;
  Deno.test(`convolution() and its gradients follow the definition for ${title}`, async () => {
    const inputs = {
      x: hashedArray(`${title}/x`, [2, height, width, 3]),
      w: hashedArray(`${title}/w`, [side, side, 3, 4]),
      // Moved by this, the derivative along it is the gradient times it.
      dx: hashedArray(`${title}/dx`, [2, height, width, 3]),
      dw: hashedArray(`${title}/dw`, [side, side, 3, 4]),
    };
    const apply = (x: tf.Tensor, w: tf.Tensor) =>
      convolution(x as tf.Tensor4D, w as tf.Tensor4D, stride, padding);
    const { y, slopeX, slopeW } = await assertSameOnBoth(inputs, ({ x, w, dx, dw }) => {
      const [gradientX, gradientW] = tf.grads((x, w) => tf.sum(apply(x!, w!)))([x!, w!]);
      return {
        y: apply(x!, w!),
        slopeX: tf.sum(tf.mul(gradientX!, dx!)),
        slopeW: tf.sum(tf.mul(gradientW!, dw!)),
      };
    });
    const loops = (x: Float32Array, w: Float32Array) =>
      byLoops(x, [2, height, width, 3], w, [side, 4], stride, padding);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const expected = loops(inputs.x.values, inputs.w.values);
    assert.equal(y!.length, expected.length);
    expected.forEach((value, i) => assert(Math.abs(y![i]! - value) < 1e-5, `y[${i}]`));
    // A convolution is linear in each argument.
    const near = (found: number, exact: number) =>
      assert(Math.abs(found - exact) < 1e-4, `slope ${found} instead of ${exact}`);
    near(slopeX![0]!, sum(loops(inputs.dx.values, inputs.w.values)));
    near(slopeW![0]!, sum(loops(inputs.x.values, inputs.dw.values)));
  });
}
