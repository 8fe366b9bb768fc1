/**
 * Types of the committed values of PyTorch, grad-cam and fvcore apart from the network's own:
 * losses, optimizer, schedules, heat maps and counts.
 */
import type { SampledArray, WholeArray } from "./torch_fixture.ts";

/** A loss in nats and its gradient `[8, 6]` by the logits. */
export interface GradedLoss {
  readonly loss: number;
  readonly gradient: readonly number[];
}

/** `tests/fixtures/torch/rules.json`. All arrays are flat. */
export interface RulesFixture {
  readonly losses: {
    /** `[8, 6]`. */
    readonly logits: readonly number[];
    readonly labels: readonly number[];
    readonly classWeights: readonly number[];
    /** Distributions `[8, 6]`. */
    readonly targets: readonly number[];
    readonly plain: GradedLoss;
    /** Divided by the sum of the labels' weights, as PyTorch does. */
    readonly weighted: GradedLoss;
    readonly distribution: GradedLoss;
    /** PyTorch: every class's term weighted, divided by the number of pictures alone. */
    readonly distributionClassWeighted: GradedLoss;
    /** The label's weight to the power .5 on every picture, divided by the sum of these. */
    readonly distributionLabelWeighted: GradedLoss;
    readonly focal2: GradedLoss;
    readonly focal2Weighted: GradedLoss;
    /** γ = 0: equals `weighted`. */
    readonly focal0Weighted: GradedLoss;
  };
  /** AdamW on a matrix `[2, 3]` and a vector `[3]` under given gradients `[step][parameter]`. */
  readonly adamw: {
    readonly rates: readonly number[];
    readonly start: readonly (readonly number[])[];
    readonly gradients: readonly (readonly (readonly number[])[])[];
    readonly runs: readonly {
      /** False: the vector does not decay. */
      readonly decayAll: boolean;
      readonly weightDecay: number;
      /** The parameters after every step. */
      readonly after: readonly (readonly (readonly number[])[])[];
    }[];
  };
  readonly clipping: readonly {
    readonly max: number;
    readonly norm: number;
    readonly before: readonly (readonly number[])[];
    readonly after: readonly (readonly number[])[];
  }[];
  /** ReduceLROnPlateau: the rate after each epoch's loss; a loss of null stands for NaN. */
  readonly plateau: {
    readonly settings: {
      readonly mode: "min";
      readonly threshold: number;
      readonly thresholdMode: "rel";
      readonly cooldown: number;
      readonly eps: number;
      readonly minRate: number;
      readonly start: number;
    };
    readonly scenarios: Readonly<
      Record<string, {
        readonly losses: readonly (number | null)[];
        readonly rates: readonly number[];
      }>
    >;
  };
  /** By warm-up share: share of the highest rate at share `t` of the steps. */
  readonly oneCycle: Readonly<
    Record<string, readonly { readonly t: number; readonly rate: number }[]>
  >;
}

/**
 * `tests/fixtures/torch/gradcam.json`, by `<method>/<stage>/<predicted|given>`, of
 * `hashedPictures("explain", 1, 64)` under the hashed weights.
 */
export interface GradCamFixture {
  readonly maps: Readonly<
    Record<string, {
      readonly target: number;
      /** Sum over the channels, before ReLU, at the stage's own side. */
      readonly map: WholeArray;
      /** After ReLU, minus its least value, divided by 1e-7 plus its greatest. */
      readonly scaled: WholeArray;
      /** `scaled` resized to 64×64 (bilinear, half-pixel centres) and scaled again. */
      readonly full: SampledArray;
    }>
  >;
}

/** `tests/fixtures/torch/counts.json`: fvcore's multiply-adds for a picture of 64×64. */
export interface CountsFixture {
  readonly size: number;
  readonly networks: Readonly<
    Record<"residual-se" | "residual" | "baseline", {
      readonly parameters: number;
      readonly total: number;
      readonly byOperator: Readonly<Record<string, number>>;
      /** Layers that count more than nothing, by their module's path. */
      readonly byLayer: Readonly<Record<string, number>>;
      /** Operators that fvcore leaves out, and how often they occur. */
      readonly unsupported: Readonly<Record<string, number>>;
    }>
  >;
}
