/**
 * The training loop: from a configuration, faces and an engine to a recorded run. While it trains,
 * it keeps its checkpoint, log and best weights in a cache folder; what is finished goes to the
 * results, `summary.json` last. It can be stopped after any step and goes on to the same bits.
 */
import type { LoadedFaces } from "../data/load.ts";
import type { Engine } from "../engine/engine.ts";
import type { WeightValues } from "../models/init.ts";
import { balancedWeights } from "../metrics/loss.ts";
import { scores } from "../metrics/scores.ts";
import { adamScalars } from "../ops/adamw.ts";
import { configHash } from "../records/hash.ts";
import { isEvaluated, pixelsLeft, sizeOfEpoch, totalEpochs } from "../records/plan.ts";
import type { EpochLog, RunConfig, RunSummary, Scores } from "../records/run.ts";
import type { BatchSource } from "./batches.ts";
import {
  checkOrigin,
  checkpointPath,
  originOf,
  type Progress,
  readCheckpoint,
  removeLeftovers,
  startProgress,
  writeCheckpoint,
} from "./checkpoint.ts";
import { dropoutMasks } from "./dropout_masks.ts";
import type { TrainEvent } from "./events.ts";
import { makeParts, type RunParts } from "./parts.ts";
import { predictFaces } from "./predict.ts";
import { describeCommit } from "./provenance.ts";
import { clearCache, readBest, recordRun, writeBest } from "./record.ts";
import { afterEpoch, rateAt } from "./schedule.ts";

/** The moving average follows every so many steps; its decay is raised to that power. */
const AVERAGE_EVERY = 4;
/** Longest time between two checkpoints, in seconds. */
const CHECKPOINT_SECONDS = 300;

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
  readonly start?: { readonly weights: WeightValues; readonly origin: string };
  /** Longest time between two checkpoints; default 300. */
  readonly checkpointSeconds?: number;
  /** Keep the weights with the record; a run that once was told so keeps them. */
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

class Run {
  readonly #options: TrainOptions;
  readonly #parts: RunParts;
  #progress: Progress;

  static async open(options: TrainOptions): Promise<Run> {
    const { config, cache, fresh = false, start } = options;
    await removeLeftovers(cache);
    if (fresh) await clearCache(cache);
    const saved = await readCheckpoint(checkpointPath(cache));
    if (!saved) {
      await Deno.remove(`${cache}/events`, { recursive: true }).catch(() => {}); // There may be none.
    }
    const hash = configHash(config);
    if (saved && saved.progress.configHash !== hash) {
      throw new Error(
        `Cannot resume the run in ${cache}: it was started with another configuration. ` +
          `Start over with --fresh, or give it another seed`,
      );
    }
    const origin = originOf(options.engine, options.faces.hashes);
    const startedFrom = start?.origin ?? null;
    if (saved) checkOrigin(saved.progress, origin, startedFrom, cache);
    const before = saved?.progress ??
      startProgress(config.optimizer, { configHash: hash, startedFrom, origin, replaces: fresh });
    const progress = {
      ...before,
      keepWeights: before.keepWeights || options.keepWeights === true,
      commits: [...new Set([...before.commits, await describeCommit()])],
    };
    const first = start?.weights ?? null;
    const parts = makeParts({ ...options, saved: saved?.arrays ?? null, start: first });
    if (saved) {
      const { epoch, batch } = progress;
      options.onEvent?.({ kind: "resumed", epoch, batch });
    }
    return new Run(options, parts, progress);
  }

  private constructor(options: TrainOptions, parts: RunParts, progress: Progress) {
    this.#options = options;
    this.#parts = parts;
    this.#progress = progress;
  }

  /** Trains to the end and records the run. */
  async finish(): Promise<RunSummary | null> {
    const { config, engine, cache, onEvent } = this.#options;
    const events = engine.eventWriter(`${cache}/events`);
    try {
      const epochs = totalEpochs(config);
      while (this.#progress.stopped === null && this.#progress.epoch <= epochs) {
        if (!await this.#trainEpoch()) return null;
        await this.#endEpoch();
        const last = this.#progress.log.at(-1)!;
        for (const [tag, value] of Object.entries(last)) {
          if (typeof value === "number" && tag !== "epoch") events?.scalar(tag, value, last.epoch);
        }
        events?.flush();
        onEvent?.({ kind: "epoch", log: this.#progress.log });
      }
      return await this.#record();
    } finally {
      events?.dispose();
    }
  }

  /** Runs the rest of the epoch; false when it was stopped. */
  async #trainEpoch(): Promise<boolean> {
    const { signal, checkpointSeconds = CHECKPOINT_SECONDS } = this.#options;
    const { epoch } = this.#progress;
    const { batches } = this.#parts.source;
    let last = performance.now();
    let saved = last;
    let next = this.#progress.batch < batches
      ? this.#parts.source.batch(epoch, this.#progress.batch)
      : undefined;
    while (next) {
      if (signal?.aborted) {
        await this.#save();
        return false;
      }
      const { batch } = this.#progress;
      const running = this.#step(next);
      const count = next.pictures!.shape[0]!;
      try {
        // The next batch is prepared while TensorFlow computes this one.
        next = batch + 1 < batches ? this.#parts.source.batch(epoch, batch + 1) : undefined;
      } catch (error) {
        await running.catch(() => {}); // What went wrong first is told.
        throw error;
      }
      const { loss, correct } = await running;
      const now = performance.now();
      this.#advance(loss, correct, count, (now - last) / 1000);
      last = now;
      if (now - saved >= checkpointSeconds * 1000) {
        await this.#save();
        last = saved = performance.now();
      }
    }
    return true;
  }

  async #step(batch: ReturnType<BatchSource["batch"]>): Promise<{ loss: number; correct: number }> {
    const { config } = this.#options;
    const { source, dropouts, trainStep, averageStep } = this.#parts;
    const { steps, schedule } = this.#progress;
    const t = (steps + 0.5) / (totalEpochs(config) * source.batches);
    const rate = rateAt(config.schedule, config.optimizer, schedule, t);
    const scalars = adamScalars(rate, config.optimizer.weightDecay, steps + 1);
    const { loss, correct } = await trainStep.run({
      ...batch,
      ...dropoutMasks(dropouts, batch.pictures!.shape[0]!, { seed: config.seed, step: steps }),
      adam: { shape: [scalars.length], values: Float32Array.from(scalars) },
      seed: { shape: [2], values: Int32Array.of(config.seed, steps * 16) },
    });
    if (!Number.isFinite(loss![0])) {
      throw new Error(
        `Cannot go on training: the loss must be finite, but is ${loss![0]} at step ` +
          `${steps + 1}. Use a lower learning rate`,
      );
    }
    if (averageStep && (steps + 1) % AVERAGE_EVERY === 0) {
      const decay = Math.min(config.ema!, (1 + steps) / (10 + steps));
      const share = Float32Array.of(1 - decay ** AVERAGE_EVERY);
      await averageStep.run({ share: { shape: [], values: share } });
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
    const n = this.#parts.faces.training.labels.length;
    const left = pixelsLeft(config, epoch, total.pictures, n);
    onEvent?.({
      kind: "step",
      epoch,
      epochs: totalEpochs(config),
      batch: this.#progress.batch,
      batches: this.#parts.source.batches,
      loss: total.loss / total.pictures,
      accuracy: total.correct / total.pictures,
      imagesPerSecond,
      secondsLeft: left / (imagesPerSecond * sizeOfEpoch(config, epoch) ** 2),
    });
  }

  /** Evaluates, logs and saves. */
  async #endEpoch(): Promise<void> {
    const { config, cache, onEvent } = this.#options;
    const { epoch, sums, steps } = this.#progress;
    const started = performance.now();
    const size = sizeOfEpoch(config, epoch);
    const evaluated = isEvaluated(config, epoch);
    if (evaluated) onEvent?.({ kind: "evaluating", epoch });
    const validation = evaluated ? await this.#validate() : null;
    const t = (steps - 0.5) / (totalEpochs(config) * this.#parts.source.batches);
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
    let { best, schedule, stopped } = this.#progress;
    if (validation) {
      if (best === null || validation.loss < best.loss) {
        best = { epoch, loss: validation.loss };
        await writeBest(cache, await this.#evaluatedWeights());
      }
      ({ state: schedule, stop: stopped } = afterEpoch(config.schedule, schedule, validation.loss));
    }
    const spent = this.#progress.seconds;
    this.#progress = {
      ...this.#progress,
      epoch: epoch + 1,
      batch: 0,
      sums: { loss: 0, correct: 0, pictures: 0, seconds: 0 },
      schedule,
      stopped,
      best,
      log: [...this.#progress.log, entry],
      seconds: { ...spent, total: spent.total + (performance.now() - started) / 1000 },
    };
    await this.#save();
  }

  async #validate(): Promise<Scores> {
    const { faces: { training }, choosing, inferenceStep, preprocess } = this.#parts;
    const probabilities = await predictFaces(inferenceStep, choosing, preprocess);
    const weights = balancedWeights(training.labels, training.classes.length);
    return scores(probabilities, choosing.labels, weights);
  }

  async #evaluatedWeights(): Promise<WeightValues> {
    const { network, state, evaluated } = this.#parts;
    const entries = network.weights.map(async ({ name }) =>
      [name, await state.get(evaluated + name)] as const
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  async #save(): Promise<void> {
    await writeCheckpoint(
      checkpointPath(this.#options.cache),
      this.#parts.state,
      this.#parts.shapes,
      this.#progress,
    );
  }

  async #record(): Promise<RunSummary> {
    const { cache } = this.#options;
    const { faces, network, preprocess } = this.#parts;
    const summary = await recordRun({
      ...this.#options,
      faces,
      network,
      preprocess,
      weights: await readBest(cache, network),
      progress: this.#progress,
    });
    await clearCache(cache);
    return summary;
  }

  dispose(): void {
    this.#parts.dispose();
  }
}
