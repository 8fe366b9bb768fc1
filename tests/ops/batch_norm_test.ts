import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { batchNormInference, batchNormTraining, EPSILON } from "../../lib/ops/batch_norm.ts";
import { assertSameOnBoth, compute, hashedArray } from "../helpers/backends.ts";

const SHAPE = [3, 5, 4, 6];
const INPUTS = {
  input: hashedArray("batch norm/input", SHAPE, [-2, 3]),
  scale: hashedArray("batch norm/scale", [6], [0.5, 1.5]),
  offset: hashedArray("batch norm/offset", [6]),
  mean: hashedArray("batch norm/mean", [6]),
  variance: hashedArray("batch norm/variance", [6], [0.5, 2]),
  gradient: hashedArray("batch norm/gradient", SHAPE),
};

type Arguments = Parameters<typeof batchNormTraining>;
const order = ({ input, scale, offset, mean, variance }: Readonly<Record<string, tf.Tensor>>) =>
  [input, scale, offset, mean, variance] as Arguments;

Deno.test("batchNormTraining() normalises each channel with the statistics of the batch", async () => {
  const { output, mean, variance } = await assertSameOnBoth(INPUTS, (inputs) => {
    const { output, runningMean, runningVariance } = batchNormTraining(...order(inputs));
    return { output, mean: runningMean, variance: runningVariance };
  });
  const count = 3 * 5 * 4;
  for (let channel = 0; channel < 6; channel++) {
    const of = (values: Float32Array) => values.filter((_, i) => i % 6 === channel);
    const average = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0) / count;
    const before = of(INPUTS.input.values);
    const centre = average(before);
    const spread = average(before.map((x) => (x - centre) ** 2));
    const near = (found: number, expected: number) =>
      assert(Math.abs(found - expected) < 1e-5, `${found} instead of ${expected}`);
    near(mean![channel]!, 0.9 * INPUTS.mean.values[channel]! + 0.1 * centre);
    const unbiased = spread * count / (count - 1);
    near(variance![channel]!, 0.9 * INPUTS.variance.values[channel]! + 0.1 * unbiased);
    const [scale, offset] = [INPUTS.scale.values[channel]!, INPUTS.offset.values[channel]!];
    of(output!).forEach((found, i) =>
      near(found, (before[i]! - centre) / Math.sqrt(spread + EPSILON) * scale + offset)
    );
  }
});

Deno.test("batchNormTraining() gives the gradients that the chain rule through its formula gives", async () => {
  const gradients = (normalise: (...args: Arguments) => tf.Tensor) =>
  (
    inputs: Readonly<Record<string, tf.Tensor>>,
  ) => {
    const [input, scale, offset, mean, variance] = order(inputs);
    const product = (x: tf.Tensor, s: tf.Tensor, o: tf.Tensor) =>
      tf.sum(tf.mul(
        normalise(x as tf.Tensor4D, s as tf.Tensor1D, o as tf.Tensor1D, mean, variance),
        inputs.gradient!,
      )) as tf.Scalar;
    const [dx, ds, doffset] = tf.grads(product)([input, scale, offset]);
    return { dx: dx!, ds: ds!, doffset: doffset! };
  };
  const found = await assertSameOnBoth(
    INPUTS,
    gradients((...args) => batchNormTraining(...args).output),
    1e-4,
  );
  const expected = await compute(
    "cpu",
    INPUTS,
    gradients((x, s, o) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, EPSILON))), s), o);
    }),
  );
  for (const [name, values] of Object.entries(expected)) {
    values.forEach((value, i) =>
      assert(Math.abs(found[name]![i]! - value) < 1e-4, `${name}[${i}]`)
    );
  }
});

Deno.test("batchNormInference() normalises with the running statistics", async () => {
  const { output } = await assertSameOnBoth(
    INPUTS,
    (inputs) => ({ output: batchNormInference(...order(inputs)) }),
  );
  output!.forEach((found, i) => {
    const at = (name: "scale" | "offset" | "mean" | "variance") => INPUTS[name].values[i % 6]!;
    const normalised = (INPUTS.input.values[i]! - at("mean")) / Math.sqrt(at("variance") + EPSILON);
    const expected = normalised * at("scale") + at("offset");
    assert(Math.abs(found - expected) < 1e-5, `[${i}] is ${found} instead of ${expected}`);
  });
});
