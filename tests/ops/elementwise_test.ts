import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { globalMean } from "../../lib/ops/global_mean.ts";
import { sumOfSquares } from "../../lib/ops/norm.ts";
import { relu } from "../../lib/ops/relu.ts";
import { assertSameOnBoth, hashedArray } from "../helpers/backends.ts";

Deno.test("relu() passes the gradient on where its output is above zero, and nowhere else", async () => {
  const values = Float32Array.of(-2, -1e-30, -0, 0, 1e-30, 2);
  const inputs = {
    x: { shape: [6], values },
    gradient: { shape: [6], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
  };
  const { y, dx } = await assertSameOnBoth(inputs, ({ x, gradient }) => ({
    y: relu(x!),
    dx: tf.grad((x) => relu(x))(x!, gradient!),
  }));
  assert.deepEqual([...y!].map(Math.abs), [0, 0, 0, 0, Math.fround(1e-30), 2]);
  assert.deepEqual([...dx!].map(Math.abs), [0, 0, 0, 0, 5, 6]);
});

Deno.test("globalMean() averages each map and shares its gradient evenly among the positions", async () => {
  const inputs = {
    x: hashedArray("global mean", [2, 3, 5, 4]),
    gradient: hashedArray("global mean/gradient", [2, 4]),
  };
  const { mean, dx } = await assertSameOnBoth(inputs, ({ x, gradient }) => ({
    mean: globalMean(x as tf.Tensor4D),
    dx: tf.grad((x) => globalMean(x as tf.Tensor4D))(x!, gradient!),
  }));
  for (let picture = 0; picture < 2; picture++) {
    for (let channel = 0; channel < 4; channel++) {
      let sum = 0;
      for (let position = 0; position < 15; position++) {
        const at = (picture * 15 + position) * 4 + channel;
        sum += inputs.x.values[at]!;
        const expected = inputs.gradient.values[picture * 4 + channel]! / 15;
        assert(Math.abs(dx![at]! - expected) < 1e-7);
      }
      assert(Math.abs(mean![picture * 4 + channel]! - sum / 15) < 1e-6);
    }
  }
});

Deno.test("sumOfSquares() sums the squares of a tensor of any rank", async () => {
  const inputs = {
    scalar: { shape: [], values: Float32Array.of(-3) },
    maps: hashedArray("sum of squares", [3, 4, 5, 6], [-10, 10]),
  };
  const { scalar, maps } = await assertSameOnBoth(inputs, ({ scalar, maps }) => ({
    scalar: sumOfSquares(scalar!),
    maps: sumOfSquares(maps!),
  }));
  assert.deepEqual([...scalar!], [9]);
  const expected = inputs.maps.values.reduce((sum, x) => sum + x * x, 0);
  assert(Math.abs(maps![0]! / expected - 1) < 1e-6);
});
