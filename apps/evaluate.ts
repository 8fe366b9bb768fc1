/** `deno task evaluate RUN|WEIGHTS`: scores of a trained network on a data set. */
import { CLASS_LISTS, type ClassListName } from "lib/data/classes.ts";
import { BACKENDS } from "lib/engine/engine.ts";
import { openEngine } from "lib/engine/open.ts";
import { evaluatePredictions, type Evaluation } from "lib/metrics/evaluation.ts";
import { tabulate } from "lib/metrics/scores.ts";
import { selectProbabilities } from "lib/metrics/select_probabilities.ts";
import type { Run, RunConfig } from "lib/records/run.ts";
import { meanProbabilities, predict } from "lib/train/predict.ts";
import { defineCommand, runCommand, UsageError } from "./cli.ts";
import { type Agreement, compareWithRecord } from "./evaluate/agreement.ts";
import { DATASETS, facesFor, isDataset } from "./evaluate/faces.ts";
import { openSource, type Source } from "./evaluate/source.ts";
import { evaluationText } from "./evaluate/text.ts";
import { ensureSetup } from "./setup.ts";

const command = defineCommand({
  name: "evaluate",
  summary: "Scores a trained network: from its kept weights, or from its recorded predictions.",
  positionals: [{
    name: "RUN|WEIGHTS",
    help: "an experiment, EXPERIMENT/BUDGET-seedN, a run's folder, or a weights file",
  }],
  options: {
    dataset: {
      type: "string",
      value: "NAME",
      help:
        "ferplus, fer2013, raf-db (their validation pictures), or folder:PATH with one folder " +
        "a class; default the run's own",
    },
    classes: {
      type: "string",
      choices: Object.keys(CLASS_LISTS),
      help: "score these classes only; default all that network and data share",
    },
    usage: {
      type: "string",
      choices: ["public", "private"],
      help: "one test part only; default private where public chose the run's epoch, else both",
    },
    tta: { type: "boolean", help: "mean of each picture's and its mirror image's probabilities" },
    recorded: {
      type: "boolean",
      help: "score the recorded predictions although the weights were kept: needs no data set",
    },
    backend: { type: "string", choices: BACKENDS, default: "tensorflow", help: "what computes" },
  },
  json: "scores, confusion matrix and intervals",
  notes: "Intervals hold 95 % of 2,000 bootstrap resamples of the pictures.",
  async run({ options, positionals, say, print }) {
    const { dataset } = options;
    if (dataset !== undefined && !isDataset(dataset)) {
      throw new UsageError(
        `Cannot use --dataset ${dataset}: it must be one of ${DATASETS.join(", ")} or folder:PATH.`,
      );
    }
    const source = await openSource(positionals[0]!);
    if (options.recorded && source.run === null) {
      throw new UsageError(`Cannot use --recorded: ${source.path} must be a recorded run.`);
    }
    const result = source.model === null || options.recorded
      ? fromRecord(source.run!, options)
      : await fromWeights(source, options, say);
    for (const line of result.leftOut) say(`Left out: ${line}.`);
    print(
      { path: source.path, ...result },
      [
        `${source.path} on ${result.dataset}${
          result.usage === "all" ? "" : `, ${result.usage} part`
        }${result.tta ? ", with mirrored pictures" : ""}, from ` +
        `its ${result.source}`,
        evaluationText(result),
        ...(result.agreement ? [agreementText(result.agreement)] : []),
      ].join("\n"),
    );
  },
});

interface Result extends Evaluation {
  readonly source: "weights" | "recorded predictions";
  readonly dataset: string;
  readonly usage: string;
  readonly tta: boolean;
  readonly leftOut: readonly string[];
  /** With the recorded predictions, where there are such of the same pictures. */
  readonly agreement: Agreement | null;
}

interface Options {
  readonly dataset: string | undefined;
  readonly classes: string | undefined;
  readonly usage: string | undefined;
  readonly tta: boolean;
  readonly recorded: boolean;
  readonly backend: typeof BACKENDS[number];
}

/** Scores what the run recorded; needs neither data set nor TensorFlow. */
function fromRecord({ config, predictions }: Run, options: Options): Result {
  const { dataset, classes } = config.data;
  const needsWeights = options.tta
    ? "--tta"
    : options.classes !== undefined
    ? "--classes"
    : options.dataset !== undefined && options.dataset !== dataset
    ? `--dataset ${options.dataset}`
    : null;
  if (needsWeights !== null) {
    throw new UsageError(
      options.recorded
        ? `Cannot use ${needsWeights} with --recorded: only the predictions of ${dataset} are.`
        : `Cannot use ${needsWeights}: the run's weights must be kept, but only its predictions of ` +
          `${dataset} are. Train it with --keep-weights --fresh.`,
    );
  }
  const usage = options.usage ?? ownUsage(config);
  const part = predictions.filter((row) => usage === undefined || row.usage === usage);
  const { probabilities, labels } = tabulate(part, classes);
  return {
    source: "recorded predictions",
    dataset,
    usage: usage ?? "all",
    tta: false,
    leftOut: [],
    ...evaluatePredictions(probabilities, labels, classes),
    agreement: null,
  };
}

/** PrivateTest alone where PublicTest chose the epoch: a score of both would flatter. */
function ownUsage({ data }: RunConfig): "private" | undefined {
  return data.validation === "public" ? "private" : undefined;
}

/** Predicts anew, in float32. */
async function fromWeights(
  { run, model, path }: Source,
  options: Options,
  say: (line: string) => void,
): Promise<Result> {
  const { tta, backend } = options;
  const dataset = options.dataset ?? run?.config.data.dataset;
  if (dataset === undefined) {
    throw new UsageError(`Cannot evaluate ${path}: --dataset must say on what.`);
  }
  const { preprocess } = model!;
  const usage = options.usage ??
    (dataset === run?.config.data.dataset ? ownUsage(run.config) : undefined);
  const { faces, leftOut } = await facesFor(preprocess, {
    dataset,
    ...(options.classes ? { classes: CLASS_LISTS[options.classes as ClassListName] } : {}),
    ...(usage ? { usage: usage as "public" | "private" } : {}),
  });
  if (backend === "tensorflow") await ensureSetup({ say });
  const engine = await openEngine({ backend, precision: "float32" });
  const ways = await predict(engine, model!, faces, tta ? [false, true] : [false]);
  const all = meanProbabilities(ways);
  const probabilities = selectProbabilities(all, preprocess.classes, faces.classes);
  const own = run !== null && !tta && run.config.data.dataset === dataset;
  return {
    source: "weights",
    dataset,
    usage: usage ?? "all",
    tta,
    leftOut,
    ...evaluatePredictions(probabilities, faces.labels, faces.classes),
    agreement: own ? compareWithRecord(faces, probabilities, run.predictions) : null,
  };
}

function agreementText({ pictures, different, largestDifference }: Agreement): string {
  return `Recorded predictions of ${pictures} of these pictures: ${different} of another class, ` +
    `probabilities at most ${largestDifference.toPrecision(2)} apart.`;
}

if (import.meta.main) await runCommand(command);
