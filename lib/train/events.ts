/** What training tells while it runs. */
import type { EpochLog } from "../records/run.ts";

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
