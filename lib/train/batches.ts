/** Batches of a run as arrays for the training step, prepared while the step before still runs. */
import { augmentInto } from "../data/augment.ts";
import { epochOrder } from "../data/batches.ts";
import type { FaceSet } from "../data/faces.ts";
import type { Arrays } from "../engine/engine.ts";
import { balancedWeights } from "../metrics/loss.ts";
import { stageOfEpoch } from "../records/plan.ts";
import type { Preprocess, RunConfig } from "../records/run.ts";

export interface BatchSource {
  /** Number of batches in an epoch; the last one may be smaller. */
  readonly batches: number;
  /** `pictures` `[n, size, size, 1]`, `targets` `[n, classes]`, `weights` `[n]`. */
  batch(epoch: number, index: number): Arrays;
}

export function batchSource(
  config: RunConfig,
  set: FaceSet,
  { mean, std }: Pick<Preprocess, "mean" | "std">,
): BatchSource {
  const n = set.labels.length;
  const classes = set.classes.length;
  const balanced = balancedWeights(set.labels, classes);
  let order = { epoch: 0, indices: new Uint32Array() };
  const { seed } = config;
  const { sampling } = config.data;
  return {
    batches: Math.ceil(n / config.batch),
    batch(epoch, index) {
      const { size, classWeightPower = config.loss.classWeightPower } = stageOfEpoch(config, epoch);
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
        weights[i] = balanced[label]! ** classWeightPower;
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
