/**
 * The end of a run: the best weights, rounded to the float16 that is kept, predict every validation
 * picture in float32, and record, predictions and scores come from exactly these weights, so that
 * another machine gets the same figures from the file.
 */
import type { LoadedFaces } from "../data/load.ts";
import type { FaceSet } from "../data/faces.ts";
import type { Engine } from "../engine/engine.ts";
import { fitTemperature } from "../metrics/calibration.ts";
import { balancedWeights } from "../metrics/loss.ts";
import { scores } from "../metrics/scores.ts";
import type { WeightValues } from "../models/init.ts";
import { encodeModel } from "../models/model_file.ts";
import type { Network } from "../models/network.ts";
import { decodeSafetensors, encodeSafetensors } from "../models/safetensors.ts";
import { writeFileAtomic } from "../records/atomic.ts";
import { originOfWeights } from "../records/origin.ts";
import type { Prediction, Preprocess, RunConfig, RunSummary, Scores } from "../records/run.ts";
import { writeConfig, writeLog, writePredictions, writeSummary } from "../records/store.ts";
import { checkpointPath, type Progress, removeLeftovers } from "./checkpoint.ts";
import { meanProbabilities, predict } from "./predict.ts";
import { describeHardware, describeVersions } from "./provenance.ts";

/** Removes what only an unfinished run needs; the checkpoint first, since it relies on the rest. */
export async function clearCache(cache: string): Promise<void> {
  for (const path of [checkpointPath(cache), bestPath(cache)]) await removeIfThere(path);
}

/** Removes an older record of the same run; its summary first, so that no half looks finished. */
async function removeRecord(folder: string): Promise<void> {
  for (const file of ["summary.json", "weights.safetensors"]) {
    await removeIfThere(`${folder}/${file}`);
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function bestPath(cache: string): string {
  return `${cache}/best.safetensors`;
}

/** Keeps the weights of the best epoch so far. */
export async function writeBest(cache: string, weights: WeightValues): Promise<void> {
  const arrays = Object.fromEntries(
    Object.entries(weights).map(([name, values]) =>
      [name, { dtype: "F32", shape: [values.length], values }] as const
    ),
  );
  await writeFileAtomic(bestPath(cache), encodeSafetensors({ arrays, metadata: {} }));
}

/** The weights of the best epoch. */
export async function readBest(cache: string, network: Network): Promise<WeightValues> {
  const path = bestPath(cache);
  const { arrays } = decodeSafetensors(await Deno.readFile(path), path);
  return Object.fromEntries(network.weights.map(({ name }) => [name, arrays[name]!.values]));
}

export interface RecordOptions {
  readonly config: RunConfig;
  readonly faces: LoadedFaces;
  readonly engine: Engine;
  readonly folder: string;
  readonly network: Network;
  readonly preprocess: Preprocess;
  /** Weights of the chosen epoch, float32. */
  readonly weights: WeightValues;
  readonly progress: Progress;
}

/** Predicts, scores and writes the run; `summary.json` last. */
export async function recordRun(options: RecordOptions): Promise<RunSummary> {
  const { config, faces, engine, folder, network, preprocess, progress } = options;
  const { validation, training } = faces;
  const started = performance.now();
  const weights = Object.fromEntries(
    Object.entries(options.weights).map(([name, values]) => [
      name,
      new Float32Array(new Float16Array(values)),
    ]),
  );
  const ways = await predict(engine, { network, weights, preprocess }, validation, [false, true]);
  const plain = ways[0]!, both = meanProbabilities(ways);
  const classWeights = balancedWeights(training.labels, training.classes.length);
  const temperature = fitTemperature(...choosing(config, validation, plain));
  await removeLeftovers(folder);
  await removeRecord(folder);
  await writeConfig(folder, config);
  await writeLog(folder, progress.log);
  await writePredictions(folder, predictionRows(validation, plain), preprocess.classes);
  if (progress.keepWeights) {
    const origin = originOfWeights(config);
    const { pooling } = config.network;
    const model = { network, pooling, weights, preprocess, temperature, origin };
    await writeFileAtomic(`${folder}/weights.safetensors`, encodeModel(model));
  }
  const seconds = progress.seconds.total + (performance.now() - started) / 1000;
  const summary: RunSummary = {
    format: 1,
    chosenEpoch: progress.best!.epoch,
    rule: `lowest weighted loss on ${
      config.data.validation === "public" ? "the public test pictures" : "the validation pictures"
    }`,
    epochs: progress.log.length,
    stoppedBy: progress.stopped ?? "schedule",
    ...partScores(validation, plain, classWeights),
    flip: partScores(validation, both, classWeights),
    trainAccuracy: progress.log.at(-1)!.trainAccuracy,
    parameters: network.describe(preprocess.size).parameters,
    pictures: { training: training.labels.length, validation: validation.labels.length },
    startedFrom: progress.startedFrom,
    preprocess,
    temperature,
    hardware: describeHardware(engine),
    versions: describeVersions(engine),
    commit: progress.commits.join(", then "),
    dataHashes: faces.hashes,
    seconds: { training: progress.seconds.training, total: seconds },
    finishedAt: new Date().toISOString(),
  };
  await writeSummary(folder, summary);
  return summary;
}

/** Probabilities, labels and class count of the pictures that chose the epoch. */
function choosing(
  { data }: RunConfig,
  { labels, usage, classes: { length: k } }: FaceSet,
  probabilities: Float32Array,
): [number[], number[], number] {
  const indices = [...labels.keys()].filter((i) =>
    data.validation === "public+private" || usage[i] === "public"
  );
  const values = indices.flatMap((i) => [...probabilities.subarray(i * k, (i + 1) * k)]);
  return [values, indices.map((i) => labels[i]!), k];
}

function predictionRows(set: FaceSet, probabilities: Float32Array): Prediction[] {
  const k = set.classes.length;
  return set.rows.map((row, i) => ({
    row,
    usage: set.usage[i]!,
    label: set.classes[set.labels[i]!]!,
    probabilities: [...probabilities.subarray(i * k, (i + 1) * k)],
  }));
}

function partScores(
  set: FaceSet,
  probabilities: Float32Array,
  classWeights: readonly number[],
): { validation: Scores; public: Scores | null; private: Scores | null } {
  const k = set.classes.length;
  const part = (usage: string): Scores | null => {
    const indices = set.usage.flatMap((own, i) => own === usage ? [i] : []);
    if (indices.length === 0) return null;
    const values = indices.flatMap((i) => [...probabilities.subarray(i * k, (i + 1) * k)]);
    return scores(values, indices.map((i) => set.labels[i]!), classWeights);
  };
  return {
    validation: scores(probabilities, set.labels, classWeights),
    public: part("public"),
    private: part("private"),
  };
}
