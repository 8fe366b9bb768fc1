import assert from "node:assert/strict";
import { memory } from "@tensorflow/tfjs-core";
import { openTensorflow } from "../../lib/engine/tensorflow.ts";
import { createExplainer, METHODS } from "../../lib/explain/explainer.ts";
import type { Model } from "../../lib/models/model_file.ts";
import { TOY_SIDE, toyModel, toyPicture } from "../helpers/toy_model.ts";

const engine = await openTensorflow({ device: "cpu", threads: 2, precision: "float32" });

const explainer = (changes: Partial<Model> = {}) => createExplainer(engine, toyModel(changes));
const hottest = (values: Float32Array) => values.indexOf(Math.max(...values));
const near = (value: number, expected: number) => Math.abs(value - expected) < 1e-5;

Deno.test("explain() shows for each picture where its predicted class comes from", async () => {
  const toy = explainer();
  const pictures = new Float32Array([
    ...toyPicture({ 10: 4, 20: 2, 30: -1 }),
    ...toyPicture({ 50: -4, 51: 1 }),
  ]);
  for (const method of METHODS) {
    if (method === "occlusion") continue;
    const [bright, dark] = await toy.explain(pictures, { method, stage: "maps" });
    assert.equal(bright!.target, 0);
    assert.equal(hottest(bright!.heat.values), 10);
    assert(near(bright!.heat.values[20]!, 0.5), method);
    assert.equal(bright!.heat.values[30], 0);
    assert.equal(dark!.target, 1);
    assert.equal(hottest(dark!.heat.values), 50);
  }
  toy.dispose();
});

Deno.test("explain() with occlusion finds the place without looking inside", async () => {
  const toy = explainer();
  const [found] = await toy.explain(toyPicture({ 10: 4 }), { method: "occlusion" });
  assert.equal(found!.target, 0);
  assert.equal(found!.heat.empty, false);
  assert(found!.heat.values[10]! > 0.99);
  assert.equal(found!.heat.values[63], 0);
  // So sure that the probability is 1 with or without the pixel: its odds are not.
  const [sure] = await toy.explain(toyPicture({ 10: 4e4, 60: 4e4 }), { method: "occlusion" });
  assert.equal(sure!.probabilities[0], 1);
  assert.equal(sure!.heat.empty, false);
  toy.dispose();
});

Deno.test("explain() explains a given class instead of the predicted one", async () => {
  const toy = explainer();
  const picture = toyPicture({ 10: 4, 30: -1 });
  const [dark] = await toy.explain(picture, { targets: [1] });
  assert.equal(dark!.target, 1);
  assert.equal(hottest(dark!.heat.values), 30);
  const [bright] = await toy.explain(picture, { targets: [null] });
  assert.equal(bright!.target, 0);
  toy.dispose();
});

Deno.test("explain() says that a map is empty, with zeros", async () => {
  const toy = explainer();
  const [none] = await toy.explain(toyPicture({ 10: 4 }), { targets: [1] });
  assert.equal(none!.heat.empty, true);
  assert(none!.heat.values.every((value) => value === 0));
  toy.dispose();
});

Deno.test("explain() of many pictures equals that of each alone", async () => {
  const toy = explainer();
  const each = Array.from(
    { length: 41 },
    (_, i) => toyPicture({ [i]: 1 + i / 10, [63 - i]: i % 2 === 0 ? -9 : 1 }),
  );
  const targets = each.map((_, i) => i % 3 === 0 ? 0 : null);
  const all = await toy.explain(new Float32Array(each.flatMap((p) => [...p])), { targets });
  assert.equal(all.length, 41);
  for (const i of [0, 7, 31, 32, 40]) {
    const [alone] = await toy.explain(each[i]!, { targets: [targets[i]!] });
    assert.deepEqual(all[i], alone);
  }
  toy.dispose();
});

Deno.test("explain() and predict() state probabilities with the model's temperature", async () => {
  const toy = explainer({ temperature: 2 });
  const picture = toyPicture({ 0: 64 }); // Logits 1 and 0.
  const expected = 1 / (1 + Math.exp(-1 / 2));
  const [explained] = await toy.explain(picture);
  assert(near(explained!.probabilities[0]!, expected));
  assert(near((await toy.predict(picture))[0]!, expected));
  const [occluded] = await toy.explain(picture, { method: "occlusion" });
  assert(near(occluded!.probabilities[0]!, expected));
  toy.dispose();
});

Deno.test("activations() gives a stage's output", async () => {
  const toy = explainer();
  const { shape, values } = await toy.activations(toyPicture({ 3: 2, 4: -5 }), "maps");
  assert.deepEqual(shape, [1, TOY_SIDE, TOY_SIDE, 2]);
  assert.deepEqual([...values.slice(6, 10)], [2, 0, 0, 5]);
  await assert.rejects(toy.activations(toyPicture({}), "pool"), /Stages with maps: first, maps$/);
  toy.dispose();
});

Deno.test("explain() refuses wrong input with what would be right", async () => {
  const toy = explainer();
  const picture = toyPicture({});
  await assert.rejects(toy.explain(picture, { stage: "pool" }), /stage pool: it must have spatial/);
  await assert.rejects(toy.explain(picture, { targets: [2] }), /from 0 to 1 \(bright, dark\)/);
  await assert.rejects(toy.explain(picture, { targets: [0.5] }), /from 0 to 1/);
  await assert.rejects(toy.explain(picture, { targets: [0, 1] }), /must be as many, but are 2/);
  await assert.rejects(toy.explain(new Float32Array(5)), /of 8×8 values, but there are 5/);
  await assert.rejects(toy.explain(new Float32Array(0)), /there are 0 values/);
  toy.dispose();
});

Deno.test("explain() refuses a network whose numbers are not finite", async () => {
  const broken = toyModel();
  const weights = { ...broken.weights, "first.weight": new Float32Array(6).fill(NaN) };
  const toy = explainer({ weights });
  await assert.rejects(toy.explain(toyPicture({ 1: 1 })), /map must be finite/);
  await assert.rejects(
    toy.explain(toyPicture({ 1: 1 }), { method: "occlusion" }),
    /must be finite/,
  );
  toy.dispose();
});

Deno.test("explain() leaves no tensor behind", async () => {
  const toy = explainer();
  const picture = toyPicture({ 1: 1 });
  await toy.explain(picture);
  const before = memory().numTensors;
  for (let i = 0; i < 3; i++) await toy.explain(picture, { method: "hires-cam" });
  await toy.activations(picture, "maps");
  assert.equal(memory().numTensors, before);
  toy.dispose();
});
