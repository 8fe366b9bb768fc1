import assert from "node:assert/strict";
import { join } from "node:path";
import { openModel } from "../../apps/model.ts";
import { initWeights } from "../../lib/models/init.ts";
import { encodeModel } from "../../lib/models/model_file.ts";
import { createNetwork } from "../../lib/models/networks.ts";
import {
  runFolder,
  writeConfig,
  writeLog,
  writePredictions,
  writeSummary,
} from "../../lib/records/store.ts";
import { withFolder } from "../helpers/pictures.ts";
import {
  CLASSES,
  SYNTHETIC_SCORES,
  syntheticConfig,
  syntheticLog,
  syntheticPredictions,
  syntheticSummary,
} from "../helpers/synthetic_run.ts";

interface Recorded {
  readonly experiment: string;
  readonly dataset: "ferplus" | "fer2013";
  readonly accuracy: number;
  readonly classes?: readonly string[];
  readonly kept?: boolean;
}

/** Records a run; where its weights are kept, they name the experiment as their origin. */
async function record(
  results: string,
  { experiment, dataset, accuracy, classes = CLASSES, kept = true }: Recorded,
): Promise<string> {
  const base = syntheticConfig();
  const config = syntheticConfig({ experiment, data: { ...base.data, dataset, classes } });
  const folder = runFolder(results, config);
  const summary = syntheticSummary({ validation: { ...SYNTHETIC_SCORES, accuracy } });
  await writeConfig(folder, config);
  await writeLog(folder, syntheticLog());
  await writePredictions(folder, syntheticPredictions(20, 1, classes), classes);
  await writeSummary(folder, summary);
  if (!kept) return folder;
  const options = { classes: classes.length, pooling: "average", size: 64 } as const;
  const network = createNetwork("residual", options);
  const bytes = encodeModel({
    network,
    pooling: "average",
    weights: initWeights(network, 1),
    preprocess: { size: 64, mean: 0.5, std: 0.25, classes },
    temperature: 1,
    origin: experiment,
  });
  await Deno.writeFile(join(folder, "weights.safetensors"), bytes);
  return folder;
}

Deno.test("openModel() takes the best FER+ network, and before it one that knows neutral", async () => {
  await withFolder(async (results) => {
    const none = openModel(undefined, results);
    await assert.rejects(
      none,
      /there must be a FER\+ run with weights, but none is recorded; train one with `deno task/,
    );
    await record(results, { experiment: "weak", dataset: "ferplus", accuracy: 0.7 });
    await record(results, { experiment: "good", dataset: "ferplus", accuracy: 0.86 });
    await record(results, { experiment: "lost", dataset: "ferplus", accuracy: 0.9, kept: false });
    await record(results, { experiment: "other", dataset: "fer2013", accuracy: 0.95 });
    assert.equal((await openModel(undefined, results)).model.origin, "good");
    const classes = [...CLASSES, "neutral"];
    await record(results, { experiment: "seven", dataset: "ferplus", accuracy: 0.8, classes });
    const { model, hash } = await openModel(undefined, results);
    assert.equal(model.origin, "seven");
    assert.deepEqual(model.preprocess.classes, classes);
    assert.match(hash, /^[0-9a-f]{64}$/);
  });
});

Deno.test("openModel() takes an experiment, a run's folder or a file, and names what there is", async () => {
  await withFolder(async (results) => {
    const folder = await record(results, {
      experiment: "first",
      dataset: "fer2013",
      accuracy: 0.7,
    });
    const names = ["first", "first/smoke-seed1", folder, join(folder, "weights.safetensors")];
    for (const name of names) {
      assert.equal((await openModel(name, results)).model.origin, "first", name);
    }
    await assert.rejects(
      openModel("second", results),
      /Cannot open the model second: it must be a run.*; runs: first\/smoke-seed1$/,
    );
    const empty = join(results, "empty");
    await Deno.mkdir(empty);
    await assert.rejects(openModel(empty, results), /must hold weights.safetensors, but does not/);
  });
});
