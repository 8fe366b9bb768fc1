import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { openEngine } from "../../lib/engine/open.ts";
import { assertSameOnBoth, hashedArray } from "../helpers/backends.ts";

const [INPUT, OUTPUT] = [512, 512];

for (
  const { height, width, side } of [
    { height: 2, width: 3, side: 3 },
    { height: 3, width: 1, side: 5 },
  ]
) {
  const title = `${side}×${side} on ${height}×${width}, ${INPUT} to ${OUTPUT} channels`;
  Deno.test(`the filter's gradient is tfjs' own for ${title}`, async () => {
    const inputs = {
      x: hashedArray(`${title}/x`, [2, height, width, INPUT]),
      dy: hashedArray(`${title}/dy`, [2, height, width, OUTPUT]),
    };
    const filterShape = [side, side, INPUT, OUTPUT] as [number, number, number, number];
    const { gradient } = await assertSameOnBoth(
      inputs,
      ({ x, dy }) => ({
        gradient: tf.engine().runKernel("Conv2DBackpropFilter", { x: x!, dy: dy! }, {
          ...{ strides: [1, 1], pad: "same", dataFormat: "NHWC", dimRoundingMode: null },
          filterShape,
        } as unknown as tf.NamedAttrMap) as tf.Tensor,
      }),
    );
    assert(gradient!.some((value) => value !== 0));
  });
}

Deno.test("the filter's gradient is a matrix product a position on small maps of many channels only", async () => {
  const engine = await openEngine({ precision: "float32" });
  const state = engine.createState({});
  const products = async (map: number, channels: number, stride: number) => {
    const step = engine.compile("gradient", state, (_, { x, w }) => ({
      outputs: {
        w: tf.sum(
          tf.grad((w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, "same"))(w!),
        ),
      },
    }));
    await step.run({
      x: hashedArray("x", [1, map, map, channels]),
      w: hashedArray("w", [3, 3, channels, 512]),
    });
    const count = step.text().match(/MatMul/g)?.length ?? 0;
    step.dispose();
    return count;
  };
  assert.equal(await products(8, 512, 1), 9);
  assert.equal(await products(9, 512, 1), 0);
  assert.equal(await products(8, 256, 1), 0);
  assert.equal(await products(8, 512, 2), 0);
  state.dispose();
});
