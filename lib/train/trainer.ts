/**
 * The training loop: from a configuration, faces and an engine to a recorded run. While it trains,
 * it keeps its checkpoint, log and best weights in a cache folder; what is finished goes to the
 * results, `summary.json` last. It can be stopped after any step and goes on to the same bits.
 */
import type { LoadedFaces } from "../data/load.ts";
import { measure } from "../data/preprocess.ts";
import { takeFaces } from "../data/select.ts";
import type { CompiledStep, Engine, State } from "../engine/engine.ts";
import { initWeights, type WeightValues } from "../models/init.ts";
import type { Network } from "../models/network.ts";
import { createNetwork } from "../models/networks.ts";
import { balancedWeights } from "../metrics/loss.ts";
import { scores } from "../metrics/scores.ts";
import { adamScalars } from "../ops/adamw.ts";
import { configHash } from "../records/hash.ts";
import type { EpochLog, Preprocess, RunConfig, RunSummary } from "../records/run.ts";
import { type BatchSource, batchSource } from "./batches.ts";
import { checkpointPath, type Progress, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { clearCache, readBest, recordRun, writeBest } from "./record.ts";
import { predictFaces } from "./predict.ts";
import { describeCommit } from "./provenance.ts";
import { afterEpoch, rateAt, startSchedule } from "./schedule.ts";
import {
  AVERAGE,
  averageStep,
  FIRST_MOMENT,
  inferenceStep,
  SECOND_MOMENT,
  trainStep,
} from "./step.ts";

/** The moving average follows every so many steps; its decay is raised to that power. */
const AVERAGE_EVERY = 4;
/** Longest time between two checkpoints, in seconds. */
const CHECKPOINT_SECONDS = 300;

export type TrainEvent =
  | { readonly kind: "resumed"; readonly epoch: number; readonly batch: number }
  | {
    readonly kind: "step";
    readonly epoch: number;
    readonly epochs: number;
    readonly batch: number;
    readonly batches: number;
    /** Means over the epoch so far. */
    readonly loss: number;
    readonly accuracy: number;
    readonly imagesPerSecond: number;
    /** Estimated time to the end of training. */
    readonly secondsLeft: number;
  }
  | { readonly kind: "evaluating"; readonly epoch: number }
  | { readonly kind: "epoch"; readonly log: readonly EpochLog[] };

export interface TrainOptions {
  readonly config: RunConfig;
  readonly faces: LoadedFaces;
  readonly engine: Engine;
  /** Where the finished run goes, e.g. `experiments/results/<experiment>/<budget>-seed<seed>`. */
  readonly folder: string;
  /** Where the unfinished run lives. */
  readonly cache: string;
  /** Forget an unfinished run and start over. */
  readonly fresh?: boolean;
  /** Start from these weights where name and size fit, e.g. of another class list. */
  readonly start?: WeightValues;
  /** Keep the weights with the record. */
  readonly keepWeights?: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TrainEvent) => void;
}

/** `null` when the run was stopped by its signal: it goes on at the next call. */
export async function train(options: TrainOptions): Promise<RunSummary | null> {
  const run = await Run.open(options);
  try {
    return await run.finish();
  } finally {
    run.dispose();
  }
}

/** Pictures of one data set that this configuration trains on. */
function limited(config: RunConfig, faces: LoadedFaces): LoadedFaces {
  if (config.limit === null) return faces;
  const first = (n: number) => Array.from({ length: n }, (_, i) => i);
  const { training, validation } = faces;
  return {
    ...faces,
    training: takeFaces(training, first(Math.min(config.limit, training.labels.length))),
    validation: takeFaces(validation, first(Math.min(config.limit, validation.labels.length))),
  };
}

class Run {
  readonly #options: TrainOptions;
  readonly #faces: LoadedFaces;
  readonly #network: Network;
  readonly #preprocess: Preprocess;
  readonly #source: BatchSource;
  readonly #shapes: Readonly<Record<string, readonly number[]>>;
  readonly #state: State;
  readonly #train: CompiledStep;
  readonly #average: CompiledStep | null;
  readonly #infer: CompiledStep;
  readonly #commit: string;
  #progress: Progress;

  static async open(options: TrainOptions): Promise<Run> {
    const path = checkpointPath(options.cache);
    const saved = options.fresh ? null : await readCheckpoint(path);
    const hash = configHash(options.config);
    if (saved && saved.progress.configHash !== hash) {
      throw new Error(
        `Cannot resume the run in ${options.cache}: it was started with another configuration. ` +
          `Start over with --fresh, or give it another seed`,
      );
    }
    const run = new Run(options, hash, saved, await describeCommit());
    if (saved) {
      const { epoch, batch } = saved.progress;
      options.onEvent?.({ kind: "resumed", epoch, batch });
    }
    return run;
  }

  private constructor(
    options: TrainOptions,
    hash: string,
    saved: Awaited<ReturnType<typeof readCheckpoint>>,
    commit: string,
  ) {
    this.#commit = commit;
    const { config, engine, start = {} } = options;
    this.#options = options;
    this.#faces = limited(config, options.faces);
    const { training } = this.#faces;
    this.#network = createNetwork(config.network.name, {
      classes: config.data.classes.length,
      pooling: config.network.pooling,
      size: config.evaluationSize,
    });
    const { mean, std } = measure(training);
    this.#preprocess = { size: config.evaluationSize, mean, std, classes: config.data.classes };
    this.#source = batchSource(config, training, this.#preprocess);
    const fresh = saved ? null : this.#firstState(start);
    const arrays = saved?.arrays ?? fresh!;
    this.#shapes = Object.fromEntries(Object.entries(arrays).map(([n, a]) => [n, a.shape]));
    this.#state = engine.createState(arrays);
    const step = trainStep({ ...config, network: this.#network });
    this.#train = engine.compile("train", this.#state, step);
    this.#average = config.ema === null
      ? null
      : engine.compile("average", this.#state, averageStep(this.#network));
    const prefix = config.ema === null ? "" : AVERAGE;
    this.#infer = engine.compile("infer", this.#state, inferenceStep(this.#network, prefix));
    this.#progress = saved?.progress ?? {
      configHash: hash,
      epoch: 1,
      batch: 0,
      steps: 0,
      sums: { loss: 0, correct: 0, pictures: 0, seconds: 0 },
      schedule: startSchedule(config.optimizer),
      log: [],
      best: null,
      seconds: { training: 0, total: 0 },
    };
  }

  #firstState(start: WeightValues) {
    const { config } = this.#options;
    const values = initWeights(this.#network, config.seed);
    const arrays: Record<string, { shape: readonly number[]; values: Float32Array }> = {};
    for (const { name, shape, trainable } of this.#network.weights) {
      const given = start[name];
      const first = given?.length === values[name]!.length ? given : values[name]!;
      arrays[name] = { shape, values: first };
      if (config.ema !== null) arrays[AVERAGE + name] = { shape, values: first };
      if (!trainable) continue;
      for (const prefix of [FIRST_MOMENT, SECOND_MOMENT]) {
        arrays[prefix + name] = { shape, values: new Float32Array(first.length) };
      }
    }
    return arrays;
  }

  /** Trains to the end and records the run. */
  async finish(): Promise<RunSummary | null> {
    const { config, engine, cache, onEvent } = this.#options;
    const events = engine.eventWriter(`${cache}/events`);
    try {
      let stop: RunSummary["stoppedBy"] | null = null;
      const epochs = totalEpochs(config);
      while (stop === null && this.#progress.epoch <= epochs) {
        if (!await this.#trainEpoch()) return null;
        stop = await this.#endEpoch();
        const last = this.#progress.log.at(-1)!;
        for (const [tag, value] of Object.entries(last)) {
          if (typeof value === "number" && tag !== "epoch") events?.scalar(tag, value, last.epoch);
        }
        events?.flush();
        onEvent?.({ kind: "epoch", log: this.#progress.log });
      }
      return await this.#record(stop ?? "schedule");
    } finally {
      events?.dispose();
    }
  }

  /** Runs the rest of the epoch; false when it was stopped. */
  async #trainEpoch(): Promise<boolean> {
    const { signal } = this.#options;
    const { epoch } = this.#progress;
    const size = sizeOfEpoch(this.#options.config, epoch);
    const { batches } = this.#source;
    let last = performance.now();
    let saved = last;
    let next = this.#progress.batch < batches
      ? this.#source.batch(epoch, this.#progress.batch, size)
      : undefined;
    while (next) {
      if (signal?.aborted) {
        await this.#save();
        return false;
      }
      const { batch } = this.#progress;
      const running = this.#step(next);
      const count = next.pictures!.shape[0]!;
      // The next batch is prepared while TensorFlow computes this one.
      next = batch + 1 < batches ? this.#source.batch(epoch, batch + 1, size) : undefined;
      const { loss, correct } = await running;
      const now = performance.now();
      this.#advance(loss, correct, count, (now - last) / 1000);
      last = now;
      if (now - saved > CHECKPOINT_SECONDS * 1000) {
        await this.#save();
        last = saved = performance.now();
      }
    }
    return true;
  }

  async #step(batch: ReturnType<BatchSource["batch"]>): Promise<{ loss: number; correct: number }> {
    const { config } = this.#options;
    const { steps, schedule } = this.#progress;
    const t = (steps + 0.5) / (totalEpochs(config) * this.#source.batches);
    const rate = rateAt(config.schedule, config.optimizer, schedule, t);
    const scalars = adamScalars(rate, config.optimizer.weightDecay, steps + 1);
    const { loss, correct } = await this.#train.run({
      ...batch,
      adam: { shape: [scalars.length], values: Float32Array.from(scalars) },
      seed: { shape: [2], values: Int32Array.of(config.seed, steps * 16) },
    });
    if (!Number.isFinite(loss![0])) {
      throw new Error(
        `Cannot go on training: the loss must be finite, but is ${loss![0]} at step ${
          steps + 1
        }. ` +
          `Use a lower learning rate`,
      );
    }
    if (this.#average && (steps + 1) % AVERAGE_EVERY === 0) {
      const decay = Math.min(config.ema!, (1 + steps) / (10 + steps));
      const share = Float32Array.of(1 - decay ** AVERAGE_EVERY);
      await this.#average.run({ share: { shape: [], values: share } });
    }
    return { loss: loss![0]!, correct: correct![0]! };
  }

  #advance(loss: number, correct: number, pictures: number, seconds: number): void {
    const { config, onEvent } = this.#options;
    const { sums, epoch } = this.#progress;
    const total = {
      loss: sums.loss + loss * pictures,
      correct: sums.correct + correct,
      pictures: sums.pictures + pictures,
      seconds: sums.seconds + seconds,
    };
    const spent = this.#progress.seconds;
    this.#progress = {
      ...this.#progress,
      batch: this.#progress.batch + 1,
      steps: this.#progress.steps + 1,
      sums: total,
      seconds: { training: spent.training + seconds, total: spent.total + seconds },
    };
    const imagesPerSecond = total.pictures / total.seconds;
    onEvent?.({
      kind: "step",
      epoch,
      epochs: totalEpochs(config),
      batch: this.#progress.batch,
      batches: this.#source.batches,
      loss: total.loss / total.pictures,
      accuracy: total.correct / total.pictures,
      imagesPerSecond,
      secondsLeft: this.#workLeft() / (imagesPerSecond * sizeOfEpoch(config, epoch) ** 2),
    });
  }

  /** Pixels still to be trained on: time goes with them across resolutions. */
  #workLeft(): number {
    const { config } = this.#options;
    const n = this.#faces.training.labels.length;
    const { epoch, sums } = this.#progress;
    let pixels = 0;
    for (let e = epoch; e <= totalEpochs(config); e++) {
      pixels += (n - (e === epoch ? sums.pictures : 0)) * sizeOfEpoch(config, e) ** 2;
    }
    return pixels;
  }

  /** Evaluates, logs and saves; returns why the run ends, if it does. */
  async #endEpoch(): Promise<RunSummary["stoppedBy"] | null> {
    const { config, cache, onEvent } = this.#options;
    const { epoch, sums, steps } = this.#progress;
    const started = performance.now();
    const size = sizeOfEpoch(config, epoch);
    const evaluated = this.#evaluates(epoch);
    if (evaluated) onEvent?.({ kind: "evaluating", epoch });
    const validation = evaluated ? await this.#validate() : null;
    const t = (steps - 0.5) / (totalEpochs(config) * this.#source.batches);
    const entry: EpochLog = {
      epoch,
      size,
      learningRate: rateAt(config.schedule, config.optimizer, this.#progress.schedule, t),
      trainLoss: sums.loss / sums.pictures,
      trainAccuracy: sums.correct / sums.pictures,
      valLoss: validation?.loss ?? null,
      valAccuracy: validation?.accuracy ?? null,
      valMacroF1: validation?.macroF1 ?? null,
      seconds: sums.seconds,
      imagesPerSecond: sums.pictures / sums.seconds,
    };
    let { best, schedule } = this.#progress;
    let stop: RunSummary["stoppedBy"] | null = null;
    if (validation) {
      if (best === null || validation.loss < best.loss) {
        best = { epoch, loss: validation.loss };
        await writeBest(cache, await this.#evaluatedWeights());
      }
      ({ state: schedule, stop } = afterEpoch(config.schedule, schedule, validation.loss));
    }
    const spent = this.#progress.seconds;
    this.#progress = {
      ...this.#progress,
      epoch: epoch + 1,
      batch: 0,
      sums: { loss: 0, correct: 0, pictures: 0, seconds: 0 },
      schedule,
      best,
      log: [...this.#progress.log, entry],
      seconds: { ...spent, total: spent.total + (performance.now() - started) / 1000 },
    };
    await this.#save();
    return stop;
  }

  /**
   * Every epoch at the evaluated size and every fourth before it: a network that is still trained
   * on smaller pictures says little, and costs as much to ask.
   */
  #evaluates(epoch: number): boolean {
    const { config } = this.#options;
    return sizeOfEpoch(config, epoch) === config.evaluationSize || epoch % 4 === 0 ||
      epoch === totalEpochs(config);
  }

  async #validate() {
    const { validation, training } = this.#faces;
    const chosen = choosingFaces(this.#options.config, validation);
    const probabilities = await predictFaces(this.#infer, chosen, this.#preprocess);
    const weights = balancedWeights(training.labels, training.classes.length);
    return scores(probabilities, chosen.labels, weights);
  }

  async #evaluatedWeights(): Promise<WeightValues> {
    const prefix = this.#options.config.ema === null ? "" : AVERAGE;
    const entries = this.#network.weights.map(async ({ name }) =>
      [name, await this.#state.get(prefix + name)] as const
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  async #save(): Promise<void> {
    await writeCheckpoint(
      checkpointPath(this.#options.cache),
      this.#state,
      this.#shapes,
      this.#progress,
    );
  }

  async #record(stoppedBy: RunSummary["stoppedBy"]): Promise<RunSummary> {
    const { cache } = this.#options;
    const summary = await recordRun({
      ...this.#options,
      faces: this.#faces,
      network: this.#network,
      preprocess: this.#preprocess,
      weights: await readBest(cache, this.#network),
      progress: this.#progress,
      commit: this.#commit,
      stoppedBy,
    });
    await clearCache(cache);
    return summary;
  }

  dispose(): void {
    for (const step of [this.#train, this.#average, this.#infer]) step?.dispose();
    this.#state.dispose();
  }
}

/** The validation pictures that choose the epoch. */
function choosingFaces(config: RunConfig, validation: LoadedFaces["validation"]) {
  if (config.data.validation === "public+private") return validation;
  const indices = validation.usage.flatMap((usage, i) => usage === "public" ? [i] : []);
  return takeFaces(validation, indices);
}

export function totalEpochs(config: RunConfig): number {
  return config.stages.reduce((total, stage) => total + stage.epochs, 0);
}

/** Side of the training pictures in an epoch, counted from 1. */
export function sizeOfEpoch(config: RunConfig, epoch: number): number {
  let last = 0;
  for (const { size, epochs } of config.stages) {
    last += epochs;
    if (epoch <= last) return size;
  }
  throw new Error(`internal: epoch ${epoch} lies behind the last stage`);
}
