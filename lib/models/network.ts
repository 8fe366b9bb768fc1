/**
 * A network as two pure functions over explicit weights. There is no layer object with hidden
 * state: weights go in, logits and the weights' running statistics come out, so one definition
 * serves native TensorFlow, WebGPU and the browser, and a step can be recorded and replayed.
 */
import type { Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import type { NetworkDescription } from "../records/description.ts";
import type { NetworkName } from "../records/run.ts";

/**
 * Tensors by their name in the PyTorch reference's `state_dict`, in TensorFlow's layouts:
 * convolution `[height, width, in, out]`, linear `[in, out]`.
 */
export type Weights = Readonly<Record<string, Tensor>>;

/** How one weight starts. Shapes are in TensorFlow's layout. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** Uniform in ±bound, or a constant. */
  readonly init: { readonly uniform: number } | { readonly constant: number };
  /** Updated by the optimizer; running statistics are not. */
  readonly trainable: boolean;
  /** Factor on the learning rate; 1 where absent. */
  readonly rateScale?: number;
}

export interface ApplyOptions {
  /** Batch statistics and dropout when true; running statistics when false. */
  readonly training: boolean;
  /** The seed of this step's dropout, int32 `[2]`: needed when training unless masks are given. */
  readonly seed?: Tensor;
  /** Dropout masks by layer path, values 0 or 1/(1 − rate), instead of drawing them. */
  readonly masks?: Readonly<Record<string, Tensor>>;
  /**
   * Added to the output of a stage. Zeros change nothing, and the gradient by them is the gradient
   * by the stage's output, which is what Grad-CAM asks for.
   */
  readonly probe?: { readonly stage: string; readonly add: Tensor4D };
}

export interface Applied {
  /** `[batch, classes]`, before the softmax. */
  readonly logits: Tensor2D;
  /** Outputs of the named stages that have spatial maps, `[batch, height, width, channels]`. */
  readonly stages: Readonly<Record<string, Tensor4D>>;
  /** New running statistics by name; empty unless training. */
  readonly updates: Weights;
}

export interface Network {
  readonly name: NetworkName;
  readonly title: string;
  readonly classes: number;
  readonly weights: readonly WeightSpec[];
  /** `input`: normalised grey faces `[batch, size, size, 1]`; repeated to three channels inside. */
  apply(weights: Weights, input: Tensor4D, options: ApplyOptions): Applied;
  /** The network's plain description for a square input of this side. */
  describe(size: number): NetworkDescription;
}
