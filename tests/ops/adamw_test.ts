import assert from "node:assert/strict";
import type { Arrays } from "../../lib/engine/engine.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { adamScalars, adamW, splitAdamScalars } from "../../lib/ops/adamw.ts";
import { readTorchFixture } from "../helpers/torch_fixture.ts";
import type { RulesFixture } from "../helpers/torch_rules.ts";

const { adamw } = readTorchFixture<RulesFixture>("rules");
const SHAPES = [[2, 3], [3]] as const;
const NAMES = ["matrix", "vector"] as const;

function initial(): Arrays {
  const arrays: Record<string, Arrays[string]> = {};
  NAMES.forEach((name, i) => {
    const shape = SHAPES[i]!, values = Float32Array.from(adamw.start[i]!);
    arrays[name] = { shape, values };
    for (const moment of ["first", "second"]) {
      arrays[`${moment} ${name}`] = { shape, values: new Float32Array(values.length) };
    }
  });
  return arrays;
}

for (const backend of ["tensorflow", "cpu"] as const) {
  for (const { decayAll, weightDecay, after } of adamw.runs) {
    const which = decayAll ? "everything decays" : "the matrix alone decays";
    Deno.test(`adamW() takes PyTorch's steps on ${backend} when ${which}`, async () => {
      const engine = await openEngine({ backend, precision: "float32" });
      const state = engine.createState(initial());
      const step = engine.compile("adamw", state, (tensors, inputs) => {
        const scalars = splitAdamScalars(inputs.adam!);
        const next = NAMES.flatMap((name, i) => {
          const before = {
            parameter: tensors[name]!,
            firstMoment: tensors[`first ${name}`]!,
            secondMoment: tensors[`second ${name}`]!,
          };
          const result = adamW(before, inputs[name]!, scalars, decayAll || i === 0);
          return [
            [name, result.parameter],
            [`first ${name}`, result.firstMoment],
            [`second ${name}`, result.secondMoment],
          ];
        });
        return { state: Object.fromEntries(next), outputs: {} };
      });
      for (const [t, rate] of adamw.rates.entries()) {
        const inputs = Object.fromEntries(NAMES.map((name, i) => [
          name,
          { shape: SHAPES[i]!, values: Float32Array.from(adamw.gradients[t]![i]!) },
        ]));
        const values = Float32Array.from(adamScalars(rate, weightDecay, t + 1));
        await step.run({ ...inputs, adam: { shape: [5], values } });
        for (const [i, name] of NAMES.entries()) {
          const found = await state.get(name);
          after[t]![i]!.forEach((expected, k) =>
            assert(
              Math.abs(found[k]! - expected) < 3e-7,
              `${name}[${k}] is ${found[k]} after step ${t + 1}, PyTorch has ${expected}`,
            )
          );
        }
      }
      step.dispose();
      state.dispose();
    });
  }
}
