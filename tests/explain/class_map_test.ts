import assert from "node:assert/strict";
import type { Engine, State } from "../../lib/engine/engine.ts";
import { openTensorflow } from "../../lib/engine/tensorflow.ts";
import { openTfjs } from "../../lib/engine/tfjs.ts";
import { type ClassMapMethod, classMapStep } from "../../lib/explain/class_map.ts";
import { heatMap } from "../../lib/explain/heat_map.ts";
import { resizeMap } from "../../lib/records/placed_map.ts";
import { hashedPictures } from "../helpers/hashed_weights.ts";
import { fixtureState, residualSe } from "../helpers/residual_se.ts";
import { assertSampled, assertWhole, readTorchFixture } from "../helpers/torch_fixture.ts";
import type { GradCamFixture } from "../helpers/torch_rules.ts";

const { maps: FIXTURE } = readTorchFixture<GradCamFixture>("gradcam");
const PICTURE = { shape: [1, 64, 64, 1], values: hashedPictures("explain", 1, 64) };

const network = residualSe();
const weights = fixtureState(network);

/** Compiles a step over the fixture's weights; targets of null are the predicted class. */
function mapper(
  engine: Engine,
  state: State,
  options: { method: ClassMapMethod; stage: string },
) {
  const step = engine.compile("map", state, classMapStep(network, options));
  return {
    async map(target: number | null) {
      const values = new Float32Array(6);
      if (target !== null) values[target] = 1;
      const targets = { shape: [1, 6], values };
      const { maps, logits } = await step.run({ pictures: PICTURE, targets });
      return { map: maps!, logits: logits! };
    },
    text: () => step.text(),
    [Symbol.dispose]: () => step.dispose(),
  };
}

const engine = await openTensorflow({ device: "cpu", threads: 2, precision: "float32" });
const state = engine.createState(weights);

for (const method of ["grad-cam", "grad-cam++", "hires-cam"] as const) {
  for (const stage of ["features.4", "features.5", "features.6"]) {
    Deno.test(`classMapStep() equals the package grad-cam's ${method} at ${stage}`, async () => {
      using mapped = mapper(engine, state, { method, stage });
      for (const which of ["predicted", "given"]) {
        const expected = FIXTURE[`${method}/${stage}/${which}`]!;
        const { map, logits } = await mapped.map(which === "given" ? expected.target : null);
        if (which === "predicted") {
          assert.equal(logits.indexOf(Math.max(...logits)), expected.target);
        }
        const greatest = Math.max(...expected.map.values.map(Math.abs));
        assertWhole("map", map, expected.map, 1e-3 * greatest);
        const side = Math.sqrt(map.length);
        const heat = heatMap(map, side, side);
        assertWhole("heat map", heat.values, expected.scaled, 1e-3);
        const full = heatMap(resizeMap(heat, 64, 64), 64, 64);
        assertSampled("heat map of 64×64", full.values, expected.full, 1e-3);
      }
    });
  }
}

Deno.test("classMapStep() records one program, whatever the class", async () => {
  using mapped = mapper(engine, state, { method: "grad-cam", stage: "features.6" });
  const maps = [await mapped.map(0), await mapped.map(1), await mapped.map(null)];
  assert.equal(mapped.text().match(/^map$/gm)?.length, 1);
  assert.notDeepEqual(maps[0]!.map, maps[1]!.map);
});

Deno.test("classMapStep() refuses a stage without spatial maps, with those that have them", async () => {
  for (const [stage, problem] of [["features.7", "output of [512]"], ["features.9", "no stage"]]) {
    using mapped = mapper(engine, state, { method: "grad-cam", stage: stage! });
    await assert.rejects(mapped.map(null), (error: Error) => {
      assert(error.message.includes(`Cannot explain stage ${stage}`), error.message);
      assert(error.message.includes(problem!), error.message);
      assert(error.message.endsWith(
        "features.0, features.1, features.2, features.3, features.4, features.5, features.6",
      ));
      return true;
    });
  }
});

// Last of all: they take tfjs' one global backend away from TensorFlow.
for (const backend of ["cpu", "wasm"] as const) {
  Deno.test(`classMapStep() gives the same maps on tfjs' backend ${backend}`, async () => {
    const other = await openTfjs(backend);
    using mapped = mapper(other, other.createState(weights), {
      method: "grad-cam",
      stage: "features.6",
    });
    const { map } = await mapped.map(null);
    const expected = FIXTURE["grad-cam/features.6/predicted"]!.map;
    assertWhole("map", map, expected, 1e-3 * Math.max(...expected.values.map(Math.abs)));
  });
}
