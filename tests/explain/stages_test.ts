import assert from "node:assert/strict";
import { explainableStages, findStage } from "../../lib/explain/stages.ts";
import { createNetwork, NETWORK_NAMES } from "../../lib/models/networks.ts";

const options = { classes: 6, pooling: "average", size: 64 } as const;

Deno.test("explainableStages() are those that the network puts out, for every network", () => {
  for (const name of NETWORK_NAMES) {
    const network = createNetwork(name, options);
    const stages = explainableStages(network, 64);
    assert(stages.length >= 6, `${name} has ${stages.length} stages with maps`);
    for (const stage of stages) {
      assert.equal(stage.output.length, 3);
      assert.deepEqual(findStage(network, 64, stage.name), stage);
    }
    assert.throws(() => findStage(network, 64, "classifier"), /must have spatial maps, but has/);
  }
});

Deno.test("explainableStages() knows the residual-SE network's last block as 4×4 maps", () => {
  const stages = explainableStages(createNetwork("residual-se", options), 64);
  assert.deepEqual(stages.at(-1), { name: "features.6", output: [4, 4, 512] });
});
