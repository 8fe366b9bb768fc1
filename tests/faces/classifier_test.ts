import assert from "node:assert/strict";
import { preprocess } from "../../lib/data/preprocess.ts";
import { openTensorflow } from "../../lib/engine/tensorflow.ts";
import { classifyFaces, createClassifier, labelOf } from "../../lib/faces/classifier.ts";
import { initWeights } from "../../lib/models/init.ts";
import type { Model } from "../../lib/models/model_file.ts";
import { createNetwork } from "../../lib/models/networks.ts";
import { noisyFaces } from "../helpers/faces.ts";

const engine = await openTensorflow({ device: "cpu", threads: 2, precision: "float32" });

const classes = ["angry", "disgust", "fear", "happy", "sad", "surprise"];
const record = { size: 64, mean: 0.5, std: 0.25, classes };

function model(temperature: number): Model {
  const options = { classes: classes.length, pooling: "average", size: 64 } as const;
  const network = createNetwork("residual", options);
  const weights = initWeights(network, 7);
  return {
    network,
    pooling: "average",
    weights,
    preprocess: record,
    temperature,
    origin: "a test",
  };
}

Deno.test("createClassifier() gives the same answer alone, in a batch and in several", async () => {
  const classifier = createClassifier(engine, model(1));
  const faces = noisyFaces(70);
  const all = await classifyFaces(classifier, faces);
  assert.equal(all.length, 70);
  for (const i of [0, 5, 63, 64, 69]) {
    const [alone] = await classifyFaces(classifier, [faces[i]!]);
    alone!.forEach((p, c) => assert.ok(Math.abs(p - all[i]![c]!) < 1e-5));
    assert.ok(Math.abs(alone!.reduce((sum, p) => sum + p, 0) - 1) < 1e-5);
  }
  assert.notDeepEqual(all[0], all[1]);
  classifier.dispose();
});

Deno.test("createClassifier() divides the logits by the temperature", async () => {
  const faces = noisyFaces(1);
  const logs: number[][] = [];
  for (const temperature of [1, 2.5]) {
    const classifier = createClassifier(engine, model(temperature));
    const [p] = await classifyFaces(classifier, faces);
    logs.push([...p!].map((value) => Math.log(value / p![0]!)));
    classifier.dispose();
  }
  logs[0]!.forEach((log, c) => assert.ok(Math.abs(log / 2.5 - logs[1]![c]!) < 1e-4));
});

Deno.test("classifyFaces() prepares with the model's own record", async () => {
  const seen: Float32Array[] = [];
  const face = noisyFaces(1)[0]!;
  await classifyFaces({
    preprocess: record,
    temperature: 1,
    predict: (faces, n) => {
      seen.push(faces.slice());
      return Promise.resolve(new Float32Array(n * classes.length));
    },
    dispose: () => {},
  }, [face]);
  assert.deepEqual(seen, [preprocess(face, record)]);
});

Deno.test("createClassifier() refuses an array of another length", async () => {
  const classifier = createClassifier(engine, model(1));
  await assert.rejects(
    classifier.predict(new Float32Array(5), 1),
    /1 faces must have 4096 values, but have 5/,
  );
  classifier.dispose();
});

Deno.test("labelOf() is the likeliest class", () => {
  assert.deepEqual(labelOf([0.1, 0.7, 0.2], ["a", "b", "c"]), { label: "b", confidence: 0.7 });
});
