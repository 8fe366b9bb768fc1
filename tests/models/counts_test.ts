import assert from "node:assert/strict";
import { createNetwork } from "../../lib/models/networks.ts";
import type { LayerDescription } from "../../lib/records/description.ts";
import { readTorchFixture } from "../helpers/torch_fixture.ts";
import type { CountsFixture } from "../helpers/torch_rules.ts";

/** The kinds of layers that fvcore's unsupported operators are. */
const LEFT_OUT: Readonly<Record<string, LayerDescription["kind"]>> = {
  "aten::add": "add",
  "aten::mul": "scale",
  "aten::sigmoid": "sigmoid",
  "aten::max_pool2d": "pool",
};

const { networks, size } = readTorchFixture<CountsFixture>("counts");

for (const name of ["residual-se", "residual", "baseline"] as const) {
  const expected = networks[name];

  Deno.test(`describe() has the parameters of ${name} in PyTorch`, () => {
    const network = createNetwork(name, { classes: 6, pooling: "average", size });
    const held = network.weights.filter((spec) => spec.trainable)
      .reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
    assert.equal(network.describe(size).parameters, expected.parameters);
    assert.equal(held, expected.parameters);
  });

  Deno.test(`describe() counts fvcore's multiply-adds of ${name}`, () => {
    const network = createNetwork(name, { classes: 6, pooling: "average", size });
    const { blocks, multiplyAdds } = network.describe(size);
    const layers = blocks.flatMap((block) => [...block.layers, ...block.shortcut]);
    const total = (kind: string) =>
      layers.filter((layer) => layer.kind === kind)
        .reduce((sum, layer) => sum + layer.multiplyAdds, 0);
    assert.equal(total("convolution"), expected.byOperator.conv);
    assert.equal(total("batch-norm"), expected.byOperator.batch_norm ?? 0);
    assert.equal(total("linear"), expected.byOperator.linear);
    assert.equal(total("global-pool"), expected.byOperator.adaptive_avg_pool2d ?? 0);
    assert.equal(multiplyAdds, expected.total);
  });

  Deno.test(`describe() counts fvcore's multiply-adds of every layer of ${name}`, () => {
    const network = createNetwork(name, { classes: 6, pooling: "average", size });
    const { blocks } = network.describe(size);
    const layers = blocks.flatMap((block) => [...block.layers, ...block.shortcut]);
    const counted = layers.filter((layer) => layer.multiplyAdds > 0)
      .map(({ path, multiplyAdds }) => [path, multiplyAdds] as const);
    assert.deepEqual(Object.fromEntries(counted), expected.byLayer);
    const left = new Set(layers.filter((l) => l.otherOperations > 0).map(({ kind }) => kind));
    for (const operator of Object.keys(expected.unsupported)) {
      assert(left.has(LEFT_OUT[operator]!), `${operator} must be counted beside fvcore's rule`);
    }
  });
}
