/** The task evaluate: records without weights, weights beside a record, and lists that differ. */
import assert from "node:assert/strict";
import { compareWithRecord } from "../../apps/evaluate/agreement.ts";
import { facesFor } from "../../apps/evaluate/faces.ts";
import { openSource } from "../../apps/evaluate/source.ts";
import { evaluationText } from "../../apps/evaluate/text.ts";
import { CLASS_LISTS } from "../../lib/data/classes.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { evaluatePredictions } from "../../lib/metrics/evaluation.ts";
import { selectProbabilities } from "../../lib/metrics/select_probabilities.ts";
import { initWeights } from "../../lib/models/init.ts";
import { decodeModel, encodeModel } from "../../lib/models/model_file.ts";
import { createNetwork } from "../../lib/models/networks.ts";
import type { Prediction } from "../../lib/records/run.ts";
import { writeConfig, writeLog, writePredictions, writeSummary } from "../../lib/records/store.ts";
import { meanProbabilities, predict } from "../../lib/train/predict.ts";
import { withFolder, writePicture } from "../helpers/pictures.ts";
import {
  CLASSES,
  syntheticConfig,
  syntheticLog,
  syntheticPredictions,
  syntheticSummary,
} from "../helpers/synthetic_run.ts";

const PREPROCESS = { size: 32, mean: 0.5, std: 0.25, classes: CLASSES };

async function record(folder: string, predictions = syntheticPredictions()): Promise<void> {
  await writeConfig(folder, syntheticConfig());
  await writeLog(folder, syntheticLog());
  await writePredictions(folder, predictions, CLASSES);
  await writeSummary(folder, syntheticSummary());
}

/** A model file with drawn weights, as a run keeps it. */
function modelBytes(): Uint8Array<ArrayBuffer> {
  const network = createNetwork("residual", { classes: 6, pooling: "average", size: 32 });
  return encodeModel({
    network,
    pooling: "average",
    weights: initWeights(network, 3),
    preprocess: PREPROCESS,
    temperature: 1,
    origin: "drawn for a test",
  });
}

async function evaluate(...args: string[]) {
  const path = new URL("../../apps/evaluate.ts", import.meta.url).pathname;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", decodeURIComponent(path), ...args],
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), error: text(stderr) };
}

Deno.test("evaluate scores a record without weights, and says what it cannot do with it", () =>
  withFolder(async (folder) => {
    await record(folder);
    const { code, out } = await evaluate(folder, "--json");
    assert.equal(code, 0);
    const result = JSON.parse(out);
    const predictions = syntheticPredictions();
    const right = predictions.filter(({ label, probabilities }) =>
      CLASSES[probabilities.indexOf(Math.max(...probabilities))] === label
    );
    assert.equal(result.n, predictions.length);
    assert.ok(Math.abs(result.accuracy - right.length / predictions.length) < 1e-12);
    assert.equal(result.source, "recorded predictions");
    const part = JSON.parse((await evaluate(folder, "--usage", "private", "--json")).out);
    assert.equal(part.n, predictions.filter(({ usage }) => usage === "private").length);
    const refused = await evaluate(folder, "--tta");
    assert.equal(refused.code, 2);
    assert.match(refused.error, /^Cannot use --tta: the run's weights must be kept, but only its/);
  }));

Deno.test("evaluate predicts from kept weights what the run recorded, in float32", () =>
  withFolder(async (folder) => {
    const bytes = modelBytes();
    const model = decodeModel(bytes, "a test");
    const { faces } = await facesFor(PREPROCESS, { dataset: "generated" });
    const engine = await openEngine({ precision: "float32" });
    const [probabilities] = await predict(engine, model, faces, [false]);
    const predictions = faces.rows.map((row, i): Prediction => ({
      row,
      usage: faces.usage[i]!,
      label: CLASSES[faces.labels[i]!]!,
      probabilities: [...probabilities!.subarray(6 * i, 6 * i + 6)],
    }));
    await record(folder, predictions);
    await Deno.writeFile(`${folder}/weights.safetensors`, bytes);
    const { code, out, error } = await evaluate(folder, "--json");
    assert.equal(code, 0, error);
    const result = JSON.parse(out);
    assert.equal(result.source, "weights");
    assert.equal(result.n, 150);
    const { pictures, different, largestDifference } = result.agreement;
    assert.deepEqual({ pictures, different }, { pictures: 150, different: 0 });
    assert.ok(largestDifference < 1e-6, `${largestDifference}`);
    const recorded = JSON.parse((await evaluate(folder, "--recorded", "--json")).out);
    assert.deepEqual([recorded.source, recorded.n], ["recorded predictions", 150]);
    const refused = await evaluate(folder, "--recorded", "--tta");
    assert.match(refused.error, /^Cannot use --tta with --recorded: only the predictions of gen/);
  }));

Deno.test("predict() with mirrored pictures is blind to which way a picture looks", async () => {
  const model = decodeModel(modelBytes(), "a test");
  const { faces } = await facesFor(PREPROCESS, { dataset: "generated", usage: "public" });
  const mirrored = { ...faces, pixels: faces.pixels.slice() };
  for (let at = 0; at < mirrored.pixels.length; at += 48) {
    mirrored.pixels.subarray(at, at + 48).reverse();
  }
  const engine = await openEngine({ precision: "float32" });
  const [one, other] = [
    meanProbabilities(await predict(engine, model, faces, [false, true])),
    meanProbabilities(await predict(engine, model, mirrored, [false, true])),
  ];
  const [plain] = await predict(engine, model, faces, [false]);
  const largest = (a: Float32Array, b: Float32Array) =>
    Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
  assert.ok(largest(one, other) < 1e-5, `${largest(one, other)}`);
  assert.ok(largest(one, plain!) > 1e-4);
});

Deno.test("facesFor() maps folders to classes by name, and says what it leaves out", () =>
  withFolder(async (folder) => {
    for (const path of ["Happiness/a.jpg", "Happiness/b.jpg", "Sadness/c.jpg", "neutral/d.jpg"]) {
      await writePicture(`${folder}/${path}`, [90, 90, 90]);
    }
    const { faces, leftOut } = await facesFor(PREPROCESS, { dataset: `folder:${folder}` });
    assert.deepEqual(faces.classes, CLASSES);
    assert.deepEqual([...faces.labels].map((label) => CLASSES[label]), ["happy", "happy", "sad"]);
    assert.deepEqual(leftOut, ["1 picture of neutral"]);
    const seven = { ...PREPROCESS, classes: CLASS_LISTS.seven };
    const all = await facesFor(seven, { dataset: `folder:${folder}` });
    assert.equal(all.faces.labels.length, 4);
    assert.deepEqual(all.leftOut, []);
    const six = await facesFor(seven, { dataset: `folder:${folder}`, classes: CLASS_LISTS.six });
    assert.deepEqual(six.leftOut, [
      "1 picture of neutral",
      "the network's output for neutral; the others are scaled to sum to 1",
    ]);
  }));

Deno.test("facesFor() refuses an unknown data set, an unknown folder and a part that is not there", () =>
  withFolder(async (folder) => {
    await writePicture(`${folder}/happy/a.jpg`, [90, 90, 90]);
    await assert.rejects(
      () => facesFor(PREPROCESS, { dataset: "affectnet" }),
      /Cannot evaluate on affectnet: it must be one of ferplus, fer2013, raf-db, ferplus\+raf-db or folder:PATH/,
    );
    await assert.rejects(
      () => facesFor(PREPROCESS, { dataset: `folder:${folder}`, usage: "private" }),
      /there must be private pictures, but there are only validation ones/,
    );
    await Deno.mkdir(`${folder}/bored`);
    await assert.rejects(
      () => facesFor(PREPROCESS, { dataset: `folder:${folder}` }),
      /bored: its name must be one of angry/,
    );
  }));

Deno.test("selectProbabilities() keeps the named columns and scales them to sum to 1", () => {
  const from = ["angry", "happy", "neutral"];
  const given = Float32Array.of(0.2, 0.3, 0.5, 0.1, 0.9, 0);
  const out = selectProbabilities(given, from, ["angry", "happy"]);
  assert.deepEqual([...out], [0.4, 0.6, 0.1, 0.9].map(Math.fround));
  assert.equal(selectProbabilities(given, from, from), given);
});

Deno.test("compareWithRecord() counts other classes and the largest difference, by picture", async () => {
  const { faces } = await facesFor(PREPROCESS, { dataset: "generated" });
  const row = (index: number, probabilities: number[]): Prediction => ({
    row: faces.rows[index]!,
    usage: "public",
    label: "angry",
    probabilities,
  });
  const probabilities = new Float32Array(faces.labels.length * 6);
  probabilities.set([0.5, 0.5 - 0.125, 0, 0, 0.125, 0], 6);
  const agreement = compareWithRecord(faces, probabilities, [
    row(1, [0.375, 0.5, 0, 0, 0.125, 0]),
    { ...row(0, [1, 0, 0, 0, 0, 0]), row: "elsewhere" },
  ]);
  assert.deepEqual(agreement, { pictures: 1, different: 1, largestDifference: 0.125 });
  assert.equal(compareWithRecord(faces, probabilities, []), null);
});

Deno.test("openSource() finds a run by experiment, and names the runs when that is not one", () =>
  withFolder(async (results) => {
    await record(`${results}/synthetic/smoke-seed1`);
    const { run, model } = await openSource("synthetic", results);
    assert.equal(run?.config.experiment, "synthetic");
    assert.equal(model, null);
    await record(`${results}/synthetic/smoke-seed2`);
    assert.equal(
      (await openSource("synthetic/smoke-seed2", results)).path,
      `${results}/synthetic/smoke-seed2`,
    );
    await assert.rejects(
      () => openSource("synthetic", results),
      /it must mean one run, but means synthetic\/smoke-seed1, synthetic\/smoke-seed2/,
    );
    await assert.rejects(() => openSource("other", results), /runs: synthetic\/smoke-seed1/);
  }));

Deno.test("evaluationText() shows every class, the matrix and the zero divisions", () => {
  const text = evaluationText(evaluatePredictions([0.6, 0.4, 0.7, 0.3], [0, 1], ["sad", "happy"]));
  assert.match(text, /^accuracy +50\.00 % {2}\(95 %: 0\.00 to 100\.00\)$/m);
  assert.match(text, /^ +sad +0\.5000 +1\.0000 +0\.6667 +1 {2}F1 \(95 %/m);
  assert.match(text, /^ +happy +1 +0$/m);
  assert.match(text, /^Defined as 0: happy was never predicted: precision 0$/m);
});
