import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { openEngine } from "../../lib/engine/open.ts";
import { sampleAffine } from "../../lib/models/sample_affine.ts";
import { spatialTransformer } from "../../lib/models/spatial_transformer.ts";
import { readTorchFixture } from "../helpers/torch_fixture.ts";

/** `tests/fixtures/torch/transformer.json`; arrays are flat. */
interface TransformerFixture {
  /** `[batch, height, width, channels]` of picture, weight and samples. */
  readonly shape: readonly [number, number, number, number];
  readonly picture: readonly number[];
  /** The loss is the sum of the samples times these. */
  readonly weight: readonly number[];
  readonly maps: readonly number[];
  readonly sampled: readonly number[];
  /** Of the loss by the maps. */
  readonly gradient: readonly number[];
}

const fixture = readTorchFixture<TransformerFixture>("transformer");
// The plain JavaScript backend, and the gradients with it.
await openEngine({ backend: "cpu" });
const shape = [...fixture.shape] as [number, number, number, number];
const picture = tf.tensor4d([...fixture.picture], shape);
const maps = tf.tensor2d([...fixture.maps], [shape[0], 6]);

function assertClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i]! - value) <= tolerance, `${i}: ${actual[i]} for ${value}`);
  });
}

Deno.test("sampleAffine() gives PyTorch's samples, also where maps leave the picture", () => {
  assertClose(sampleAffine(picture, maps).dataSync(), fixture.sampled, 1e-5);
});

Deno.test("sampleAffine() gives PyTorch's gradient by the maps", () => {
  const weight = tf.tensor4d([...fixture.weight], shape);
  // The first map is the identity: there every position is whole, and the gradient has two sides.
  const gradient = tf.grad((own: tf.Tensor) =>
    tf.sum(tf.mul(sampleAffine(picture, own as tf.Tensor2D), weight))
  )(maps);
  assertClose([...gradient.dataSync()].slice(6), fixture.gradient.slice(6), 2e-4);
});

Deno.test("spatialTransformer() with an identity start hands the picture through", () => {
  const block = spatialTransformer(32, { identityStart: true });
  const input = tf.randomUniform([2, 32, 32, 3], -1, 1, "float32", 5) as tf.Tensor4D;
  const weights = Object.fromEntries(block.weights.map(({ name, shape: own, init }) => [
    name,
    "constant" in init
      ? tf.fill([...own], init.constant)
      : tf.randomUniform([...own], -init.uniform, init.uniform, "float32", 7),
  ]));
  const scope = { training: false, weights, updates: {}, dropouts: 0 };
  const output = block.apply(scope, input);
  assertClose(output.dataSync(), [...input.dataSync()], 1e-5);
});
