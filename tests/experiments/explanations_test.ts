import assert from "node:assert/strict";
import { studyExplanations } from "../../experiments/explanations.ts";
import { openTensorflow } from "../../lib/engine/tensorflow.ts";
import { faithfulnessScores, mostFaithful } from "../../lib/metrics/faithfulness.ts";
import { readStudy, studyPath, writeStudy } from "../../lib/records/explanation_study.ts";
import { withFolder } from "../helpers/pictures.ts";
import { CLASSES, syntheticRun } from "../helpers/synthetic_run.ts";
import { untrainedRun } from "../helpers/untrained_run.ts";

const engine = await openTensorflow({ device: "cpu", threads: 2, precision: "float32" });
const LAST = { method: "grad-cam-unaligned", stage: "features.5" };
const pictures = { public: 1, private: 2 };
const example = {
  ...{ name: "A ramp", label: "happy" },
  picture: { width: 16, height: 16, pixels: Uint8Array.from({ length: 256 }, (_, i) => i) },
};

Deno.test("studyExplanations() scores every method, stage and control on both parts", async () => {
  await withFolder(async (folder) => {
    const run = await untrainedRun(folder);
    const seen: number[] = [];
    const study = await studyExplanations({
      ...{ run, engine, pictures, example },
      onProgress: (done, of) => seen.push(done, of),
    });
    assert(study);
    assert.deepEqual(seen, [3, 3]);
    assert.equal(study.run, "synthetic/smoke-seed1");
    const usages = study.pictures.map(({ usage }) => usage);
    assert.deepEqual(usages, ["public", "private", "private"]);
    const names = study.methods.map(({ method, stage, side }) => `${method} ${stage} ${side}`);
    assert.deepEqual(names.slice(0, 4), [
      "grad-cam features.2 16",
      "grad-cam features.3 8",
      "grad-cam features.4 4",
      "grad-cam features.5 2",
    ]);
    assert.deepEqual(names.slice(12, 15).map((name) => name.split(" ")[0]), [
      ...["grad-cam-unaligned", "grad-cam-unaligned", "grad-cam-unaligned"],
    ]);
    assert.deepEqual(names.slice(15), ["occlusion null 8", "centre null 8", "random null 8"]);
    const { stages, label, predicted } = study.example;
    assert.deepEqual(stages.map(({ stage }) => stage), [
      ...["features.2", "features.3", "features.4", "features.5"],
    ]);
    assert.equal(stages[3]!.values.length, 4);
    assert.equal(label, "happy");
    assert.ok(CLASSES.some((name) => name === predicted));
    const path = studyPath(folder, study.run);
    await writeStudy(path, study);
    assert.deepEqual(await readStudy(path), study);
    const scores = faithfulnessScores(study, "private", LAST);
    assert.equal(scores.length, 18);
    assert.equal(mostFaithful(scores).n, 2);
  });
});

Deno.test("studyExplanations() stops when asked, without a record", async () => {
  await withFolder(async (folder) => {
    const run = await untrainedRun(folder);
    const signal = AbortSignal.abort();
    assert.equal(await studyExplanations({ run, engine, pictures, example, signal }), null);
  });
});

Deno.test("studyExplanations() refuses a run whose weights were not kept", async () => {
  await assert.rejects(
    studyExplanations({ run: { ...syntheticRun(), path: "nowhere" }, engine, example }),
    /Cannot use the network of nowhere: its weights must be kept/,
  );
});
