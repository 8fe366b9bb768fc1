/** Batches of a run as arrays for the training step, prepared while the step before still runs. */
import { augmentInto } from "../data/augment.ts";
import { epochOrder } from "../data/batches.ts";
import type { FaceSet } from "../data/faces.ts";
import type { Arrays } from "../engine/engine.ts";
import { balancedWeights } from "../metrics/loss.ts";
import type { Preprocess, RunConfig } from "../records/run.ts";

export interface BatchSource {
  /** Number of batches in an epoch; the last one may be smaller. */
  readonly batches: number;
  /** Weight of each class in the loss. */
  readonly classWeights: readonly number[];
  /** `pictures` `[n, size, size, 1]`, `targets` `[n, classes]`, `weights` `[n]`. */
  batch(epoch: number, index: number, size: number): Arrays;
}

/** Balanced class weights n / (classes · count) to the power that the experiment asks for. */
export function lossWeights(set: FaceSet, power: number): number[] {
  return balancedWeights(set.labels, set.classes.length).map((weight) => weight ** power);
}

export function batchSource(
  config: RunConfig,
  set: FaceSet,
  { mean, std }: Pick<Preprocess, "mean" | "std">,
): BatchSource {
  const n = set.labels.length;
  const classes = set.classes.length;
  const classWeights = lossWeights(set, config.loss.classWeightPower);
  let order = { epoch: 0, indices: new Uint32Array() };
  const { seed } = config;
  const { sampling } = config.data;
  return {
    batches: Math.ceil(n / config.batch),
    classWeights,
    batch(epoch, index, size) {
      if (order.epoch !== epoch) {
        const indices = epochOrder({ n, seed, epoch, sampling, labels: set.labels, classes });
        order = { epoch, indices: Uint32Array.from(indices) };
      }
      const chosen = order.indices.subarray(index * config.batch, (index + 1) * config.batch);
      const count = chosen.length;
      const pictures = new Float32Array(count * size * size);
      const { augmentation: strategy } = config;
      augmentInto(pictures, set, chosen, { strategy, seed, epoch, size, mean, std });
      const targets = new Float32Array(count * classes);
      const weights = new Float32Array(count);
      chosen.forEach((picture, i) => {
        const label = set.labels[picture]!;
        weights[i] = classWeights[label]!;
        if (set.targets) {
          const from = picture * classes;
          targets.set(set.targets.subarray(from, from + classes), i * classes);
        } else targets[i * classes + label] = 1;
      });
      return {
        pictures: { shape: [count, size, size, 1], values: pictures },
        targets: { shape: [count, classes], values: targets },
        weights: { shape: [count], values: weights },
      };
    },
  };
}
