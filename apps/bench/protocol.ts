/**
 * What the bench and its child processes say to each other: one line of JSON a request, one an
 * answer. Each contender has a process of its own, so that the libraries share neither threads nor
 * memory, and so that peak memory and start-up can be told apart.
 */
import type { AugmentationName } from "lib/records/run.ts";

/** Modes of this project's side. */
export type OurMode = "float32" | "bfloat16" | "eager";

export type Request =
  | { readonly task: "train"; readonly steps: number }
  | { readonly task: "infer"; readonly steps: number; readonly batch: number }
  /** Products of two square matrices. */
  | { readonly task: "product"; readonly steps: number; readonly side: number }
  /** Batches of augmented pictures, this project only. */
  | { readonly task: "input"; readonly steps: number; readonly strategy: AugmentationName }
  /** Grad-CAM, and the forward pass alone through the same code; this project only. */
  | {
    readonly task: "explain" | "predict";
    readonly steps: number;
    readonly batch: number;
  }
  | { readonly task: "memory" };

/** Times of each step, peak resident memory, or why the mode does not work here. */
export type Answer =
  | { readonly milliseconds: readonly number[] }
  | { readonly bytes: number }
  | { readonly error: string };

/** The first line of a process. */
export interface Greeting {
  readonly version: string;
  readonly threads: number;
}

/** Balanced class weights of FER+'s training set, rounded; the same in `torch_peer.py`. */
export const CLASS_WEIGHTS: readonly number[] = [1.27, 15.6, 5.45, 0.4, 0.87, 0.83];
