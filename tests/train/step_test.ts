import assert from "node:assert/strict";
import type { Arrays } from "../../lib/engine/engine.ts";
import { openEngine } from "../../lib/engine/open.ts";
import {
  AVERAGE,
  averageStep,
  FIRST_MOMENT,
  inferenceStep,
  lossAndGradients,
  MASK,
  trainStep,
} from "../../lib/train/step.ts";
import { assertClose } from "../helpers/backends.ts";
import { hashedMask, hashedUniform } from "../helpers/hashed_weights.ts";
import { tinyInputs, tinyNetwork, tinyState } from "../helpers/tiny_network.ts";

const network = tinyNetwork();
const LOSS = { kind: "cross-entropy", classWeightPower: 1, gamma: 0 } as const;
const OPTIMIZER = {
  kind: "adamw",
  learningRate: 1e-2,
  weightDecay: 0.01,
  decayAll: true,
  clipNorm: null,
} as const;

/** Step `t`'s inputs with dropout masks in place of a seed, as every backend takes them. */
function maskedInputs(t: number): Arrays {
  const { seed: _seed, ...inputs } = tinyInputs(t);
  const mask = { shape: [4, 16], values: hashedMask(`tiny/mask/${t}`, 4 * 16, 0.4) };
  return { ...inputs, [`${MASK}classifier.0`]: mask };
}

const trained = network.weights.filter((spec) => spec.trainable);

for (const gamma of [0, 2]) {
  Deno.test(`lossAndGradients() agrees with finite differences of the loss, γ = ${gamma}`, async () => {
    const engine = await openEngine({ precision: "float32" });
    const state = engine.createState(tinyState(network));
    const loss = gamma === 0 ? LOSS : { ...LOSS, kind: "focal" as const, gamma };
    const step = engine.compile("gradients", state, (tensors, inputs) => {
      const { value, gradients } = lossAndGradients(network, loss, tensors, inputs);
      const named = trained.map(({ name }, i) => [name, gradients[i]!]);
      return { outputs: { value, ...Object.fromEntries(named) } };
    });
    const inputs = maskedInputs(0);
    const { value: _value, ...gradients } = await step.run(inputs);
    for (const { name } of trained) {
      const start = await state.get(name);
      const gradient = gradients[name]!;
      const norm = Math.hypot(...gradient);
      // The one along which most changes, and one that has to do with nothing.
      const random = hashedUniform(`direction/${name}`, start.length, -1, 1);
      for (const along of [gradient, random]) {
        const unit = along.map((d) => d / Math.hypot(...along));
        const slope = async (distance: number) => {
          const values: number[] = [];
          for (const sign of [1, -1]) {
            state.set(name, start.map((x, i) => x + sign * distance * unit[i]!));
            values.push((await step.run(inputs)).value![0]!);
          }
          return (values[0]! - values[1]!) / (2 * distance);
        };
        // Central differences at two distances, combined so that the third derivative drops out.
        const found = (4 * await slope(1e-2) - await slope(2e-2)) / 3;
        const expected = unit.reduce((sum, d, i) => sum + d * gradient[i]!, 0);
        // ReLUs that turn around on the way bend the loss.
        assert(
          Math.abs(found - expected) < 0.03 * norm,
          `${name}: slope ${found}, the gradient gives ${expected} of at most ${norm}`,
        );
      }
      state.set(name, start);
    }
    step.dispose();
    state.dispose();
  });
}

Deno.test("trainStep() trains on tensorflow as on plain JavaScript", async () => {
  const results = [];
  for (const backend of ["cpu", "tensorflow"] as const) {
    const engine = await openEngine({ backend, precision: "float32" });
    const state = engine.createState(tinyState(network));
    const optimizer = { ...OPTIMIZER, clipNorm: 0.5 };
    const step = engine.compile("train", state, trainStep({ network, loss: LOSS, optimizer }));
    const outputs: Record<string, Float32Array> = {};
    for (let t = 0; t < 4; t++) {
      const { loss, correct, norm } = await step.run(maskedInputs(t));
      Object.assign(outputs, {
        [`loss ${t}`]: loss,
        [`correct ${t}`]: correct,
        [`norm ${t}`]: norm,
      });
    }
    for (const { name, trainable } of network.weights) {
      if (!trainable) outputs[name] = await state.get(name);
    }
    results.push(outputs);
    step.dispose();
    state.dispose();
  }
  assertClose(results[1]!, results[0]!, 1e-3);
});

Deno.test("trainStep() shortens a gradient to the norm it is clipped to", async () => {
  const engine = await openEngine({ precision: "float32" });
  const moments: number[] = [];
  const norms: number[] = [];
  for (const clipNorm of [null, 1e-2, 1e6]) {
    const state = engine.createState(tinyState(network));
    const optimizer = { ...OPTIMIZER, clipNorm };
    const step = engine.compile("train", state, trainStep({ network, loss: LOSS, optimizer }));
    norms.push((await step.run(maskedInputs(0))).norm?.[0] ?? NaN);
    // After one step a first moment is a tenth of the gradient.
    let squares = 0;
    for (const { name } of trained) {
      squares += (await state.get(FIRST_MOMENT + name)).reduce((sum, m) => sum + (10 * m) ** 2, 0);
    }
    moments.push(Math.sqrt(squares));
    step.dispose();
    state.dispose();
  }
  const near = (found: number, expected: number) =>
    assert(Math.abs(found / expected - 1) < 1e-3, `${found} instead of ${expected}`);
  const [unclipped, norm, same] = norms;
  assert(Number.isNaN(unclipped), "a step that does not clip has no need of the norm");
  assert(norm! > 0.1);
  near(same!, norm!);
  near(moments[0]!, norm!);
  near(moments[1]!, 1e-2);
  near(moments[2]!, norm!);
});

Deno.test("trainStep() moves a weight with a rate of its own by that share of the step", async () => {
  const engine = await openEngine({ precision: "float32" });
  const name = "classifier.1.weight";
  const moved: number[][] = [];
  for (const rateScale of [1, 0.1]) {
    const scaled = network.weights.map((spec) =>
      spec.name === name ? { ...spec, rateScale } : spec
    );
    const state = engine.createState(tinyState(network));
    const before = await state.get(name);
    const options = { network: { ...network, weights: scaled }, loss: LOSS, optimizer: OPTIMIZER };
    const step = engine.compile("train", state, trainStep(options));
    await step.run(maskedInputs(0));
    const after = await state.get(name);
    moved.push([...after].map((value, i) => value - before[i]!));
    step.dispose();
    state.dispose();
  }
  moved[0]!.forEach((full, i) => assert(Math.abs(moved[1]![i]! - full / 10) < 1e-6, `weight ${i}`));
});

Deno.test("averageStep() moves each average towards its weight by the share it is given", async () => {
  const engine = await openEngine({ precision: "float32" });
  const initial = tinyState(network);
  const averages = network.weights.map(({ name, shape }) => {
    const { values } = initial[name]!;
    return [AVERAGE + name, { shape, values: values.map(() => 2) }];
  });
  const state = engine.createState({ ...initial, ...Object.fromEntries(averages) });
  const step = engine.compile("average", state, averageStep(network));
  for (const share of [0.25, 0.5]) {
    await step.run({ share: { shape: [], values: Float32Array.of(share) } });
  }
  for (const { name } of network.weights) {
    const weight = await state.get(name);
    (await state.get(AVERAGE + name)).forEach((found, i) =>
      assert(Math.abs(found - (2 * 0.375 + weight[i]! * 0.625)) < 1e-6, `${name}[${i}]`)
    );
  }
});

Deno.test("inferenceStep() uses the weights or their average, and leaves both alone", async () => {
  const engine = await openEngine({ precision: "float32" });
  const weights = tinyState(network, 1);
  const others = tinyState(network, 2);
  const averages = network.weights.map(({ name }) => [AVERAGE + name, others[name]!]);
  const state = engine.createState({ ...weights, ...Object.fromEntries(averages) });
  const { pictures } = tinyInputs(0);
  const logits = async (prefix: string) => {
    const step = engine.compile("infer", state, inferenceStep(network, prefix));
    return (await step.run({ pictures: pictures! })).logits!;
  };
  const before = await logits("");
  assert.equal(before.length, 12);
  assert.notDeepEqual(await logits(AVERAGE), before);
  const alone = engine.compile(
    "infer",
    engine.createState(others),
    inferenceStep(network),
  );
  const expected = await alone.run({ pictures: pictures! });
  assertClose({ logits: await logits(AVERAGE) }, { logits: expected.logits! }, 1e-6);
  assert.deepEqual(await logits(""), before);
});

Deno.test("a network says what is missing when it is trained without seed and masks", async () => {
  const engine = await openEngine({ precision: "float32" });
  const state = engine.createState(tinyState(network));
  const options = { network, loss: LOSS, optimizer: OPTIMIZER };
  const { seed: _seed, ...inputs } = tinyInputs(0);
  await assert.rejects(
    engine.compile("train", state, trainStep(options)).run(inputs),
    /Cannot train classifier\.0: a seed or a mask must be given/,
  );
});
