/**
 * What a network says of itself, as plain data: enough to count its parameters and operations and
 * to draw it. Figures and tables take this, so they need no tensors.
 */

/** One layer, in the order of computation. Shapes are without the batch: `[height, width, channels]`. */
export interface LayerDescription {
  /** Name in the weights, e.g. `features.3.conv1`; a layer without weights has one too. */
  readonly path: string;
  readonly kind:
    | "convolution"
    | "batch-norm"
    | "relu"
    | "sigmoid"
    | "linear"
    | "dropout"
    | "pool"
    | "global-pool"
    | "flatten"
    | "scale"
    | "add"
    | "spatial-transform";
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly parameters: number;
  /**
   * Multiply-adds by the counting rule of fvcore: a multiply-add is one, batch norm two an element,
   * adaptive pooling one an input element, everything else of `otherOperations` left out.
   */
  readonly multiplyAdds: number;
  /** Operations that rule leaves out: squeeze-and-excitation, activations, additions. */
  readonly otherOperations: number;
  /** Kernel side, stride and the like, for the drawing. */
  readonly detail: Readonly<Record<string, number | string>>;
}

/** Layers drawn as one box: a stage that Grad-CAM can explain, or a part of one. */
export interface BlockDescription {
  /** Name of the stage, e.g. `features.3`. */
  readonly name: string;
  readonly kind: "layer" | "residual" | "residual-se" | "localisation" | "classifier";
  readonly layers: readonly LayerDescription[];
  /** Layers of the shortcut beside `layers`; empty where there is none. */
  readonly shortcut: readonly LayerDescription[];
  readonly output: readonly number[];
  /** Whether the output has spatial maps, so that Grad-CAM can explain it. */
  readonly spatial: boolean;
}

export interface NetworkDescription {
  readonly name: string;
  readonly title: string;
  readonly input: readonly number[];
  readonly blocks: readonly BlockDescription[];
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly otherOperations: number;
}
