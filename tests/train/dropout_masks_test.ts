import assert from "node:assert/strict";
import { createNetwork } from "../../lib/models/networks.ts";
import { dropoutLayers, dropoutMasks } from "../../lib/train/dropout_masks.ts";

const network = createNetwork("residual-se", { classes: 6, pooling: "average", size: 32 });
const layers = dropoutLayers(network.describe(32));

Deno.test("dropoutMasks() gives each dropout layer its mask, the same for equal seed and step", () => {
  const masks = dropoutMasks(layers, 200, { seed: 3, step: 7 });
  assert.deepEqual(Object.keys(masks), ["mask/classifier.1", "mask/classifier.4"]);
  for (const [i, { shape, values }] of Object.values(masks).entries()) {
    const rate = [0.4, 0.3][i]!;
    assert.deepEqual(shape, [200, ...layers[i]!.output]);
    assert.ok(values.every((value) => value === 0 || value === Math.fround(1 / (1 - rate))));
    const dropped = values.filter((value) => value === 0).length / values.length;
    assert.ok(Math.abs(dropped - rate) < 0.02, `${dropped}`);
  }
  assert.deepEqual(dropoutMasks(layers, 200, { seed: 3, step: 7 }), masks);
  assert.notDeepEqual(dropoutMasks(layers, 200, { seed: 3, step: 8 }), masks);
});

Deno.test("dropoutLayers() finds none in a network without dropout", () => {
  const plain = createNetwork("residual", { classes: 6, pooling: "average", size: 32 });
  assert.deepEqual(dropoutLayers(plain.describe(32)), []);
});
