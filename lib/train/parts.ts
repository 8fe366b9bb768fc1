/**
 * The parts of a run, made from its configuration: pictures, network, preprocessing, batches, state
 * on the device, and the compiled steps over it.
 */
import type { FaceSet } from "../data/faces.ts";
import type { LoadedFaces } from "../data/load.ts";
import { measure } from "../data/preprocess.ts";
import { takeFaces } from "../data/select.ts";
import type { Arrays, CompiledStep, Engine, State } from "../engine/engine.ts";
import { initWeights, type WeightValues } from "../models/init.ts";
import type { Network } from "../models/network.ts";
import { createNetwork } from "../models/networks.ts";
import type { Preprocess, RunConfig } from "../records/run.ts";
import type { LayerDescription } from "../records/description.ts";
import { type BatchSource, batchSource } from "./batches.ts";
import { dropoutLayers } from "./dropout_masks.ts";
import {
  AVERAGE,
  averageStep,
  FIRST_MOMENT,
  inferenceStep,
  SECOND_MOMENT,
  trainStep,
} from "./step.ts";

export interface RunParts {
  readonly faces: LoadedFaces;
  /** The validation pictures that choose the epoch. */
  readonly choosing: FaceSet;
  readonly network: Network;
  readonly preprocess: Preprocess;
  readonly source: BatchSource;
  /** Layers whose masks are inputs of the step; none where the backend draws them. */
  readonly dropouts: readonly LayerDescription[];
  readonly state: State;
  /** Shape of each array of the state. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly trainStep: CompiledStep;
  /** Null without a moving average. */
  readonly averageStep: CompiledStep | null;
  /** Logits from the weights that are evaluated: the moving average where there is one. */
  readonly inferenceStep: CompiledStep;
  /** Prefix of the evaluated weights in the state. */
  readonly evaluated: string;
  dispose(): void;
}

export interface PartsOptions {
  readonly config: RunConfig;
  readonly faces: LoadedFaces;
  readonly engine: Engine;
  /** Arrays of a checkpoint, or null to start. */
  readonly saved: Arrays | null;
  /** First weights where name and size fit, in place of drawn ones. */
  readonly start: WeightValues | null;
}

export function makeParts({ config, engine, saved, start, ...given }: PartsOptions): RunParts {
  const faces = limited(config, given.faces);
  const network = createNetwork(config.network.name, {
    classes: config.data.classes.length,
    pooling: config.network.pooling,
    size: config.evaluationSize,
  });
  const choosing = choosingFaces(config, faces.validation);
  const { mean, std } = measure(faces.training);
  const preprocess = { size: config.evaluationSize, mean, std, classes: config.data.classes };
  const arrays = saved ?? firstArrays(config, network, start);
  const state = engine.createState(arrays);
  const evaluated = config.ema === null ? "" : AVERAGE;
  const steps = {
    trainStep: engine.compile("train", state, trainStep({ ...config, network })),
    averageStep: config.ema === null
      ? null
      : engine.compile("average", state, averageStep(network)),
    inferenceStep: engine.compile("infer", state, inferenceStep(network, evaluated)),
  };
  return {
    faces,
    choosing,
    network,
    preprocess,
    source: batchSource(config, faces.training, preprocess),
    dropouts: engine.backend === "tensorflow"
      ? []
      : dropoutLayers(network.describe(preprocess.size)),
    state,
    shapes: Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, shape])),
    ...steps,
    evaluated,
    dispose() {
      for (const step of Object.values(steps)) step?.dispose();
      state.dispose();
    },
  };
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

/** The validation pictures that choose the epoch. */
function choosingFaces(config: RunConfig, validation: FaceSet): FaceSet {
  if (config.data.validation === "public+private") return validation;
  const indices = validation.usage.flatMap((usage, i) => usage === "public" ? [i] : []);
  if (indices.length === 0) {
    throw new Error(
      `Cannot choose an epoch on public: ${config.data.dataset} must have such pictures, but has ` +
        'none. Set data.validation to "public+private"',
    );
  }
  return takeFaces(validation, indices);
}

function firstArrays(config: RunConfig, network: Network, start: WeightValues | null): Arrays {
  const values = initWeights(network, config.seed);
  const fits = (name: string) => start?.[name]?.length === values[name]!.length;
  if (start && !network.weights.some(({ name, trainable }) => trainable && fits(name))) {
    throw new Error(
      `Cannot start ${network.name} from the given weights: some must fit it by name and size, ` +
        "but none does",
    );
  }
  const arrays: Record<string, { shape: readonly number[]; values: Float32Array }> = {};
  for (const { name, shape, trainable } of network.weights) {
    const first = fits(name) ? start![name]! : values[name]!;
    arrays[name] = { shape, values: first };
    if (config.ema !== null) arrays[AVERAGE + name] = { shape, values: first };
    if (!trainable) continue;
    for (const prefix of [FIRST_MOMENT, SECOND_MOMENT]) {
      arrays[prefix + name] = { shape, values: new Float32Array(first.length) };
    }
  }
  return arrays;
}
