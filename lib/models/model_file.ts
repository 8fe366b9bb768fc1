/**
 * A trained network in one file: weights under the names and in the layouts of the PyTorch
 * reference, and beside them everything it takes to use them right: which network, and how a
 * picture is prepared. Python users load it with `load_state_dict(load_file(path))`.
 */
import type { NetworkName, Preprocess } from "../records/run.ts";
import type { WeightValues } from "./init.ts";
import { fromTorch, torchShape, toTorch } from "./layout.ts";
import type { Network } from "./network.ts";
import { createNetwork } from "./networks.ts";
import { decodeSafetensors, encodeSafetensors, type SavedArray } from "./safetensors.ts";

/** A network with its weights, ready to be used. */
export interface Model {
  readonly network: Network;
  readonly pooling: "average" | "max";
  /** By name, in TensorFlow's layout. */
  readonly weights: WeightValues;
  readonly preprocess: Preprocess;
  /** Softmax temperature fitted on validation pictures; 1 = none. */
  readonly temperature: number;
  /** Where the weights come from, e.g. experiment, budget, seed. */
  readonly origin: string;
}

/** The weights with their shapes, by name, as an engine takes them. */
export function weightArrays(
  { network, weights }: Pick<Model, "network" | "weights">,
): Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }> {
  return Object.fromEntries(
    network.weights.map(({ name, shape }) => [name, { shape, values: weights[name]! }]),
  );
}

const VERSION = "1";

/** The bytes of a model file, weights as float16 (20 MB for residual-SE) or float32. */
export function encodeModel(model: Model, dtype: "F16" | "F32" = "F16"): Uint8Array<ArrayBuffer> {
  const arrays: Record<string, SavedArray> = {};
  for (const { name, shape } of model.network.weights) {
    const values = model.weights[name];
    if (!values) throw new Error(`Cannot save the model: weight ${name} is missing`);
    arrays[name] = { dtype, shape: torchShape(shape), values: toTorch(values, shape) };
    if (name.endsWith(".running_var")) {
      // PyTorch expects the counter; it has no meaning at a fixed momentum.
      const counter = name.replace(/running_var$/, "num_batches_tracked");
      arrays[counter] = { dtype: "I64", shape: [], values: new Float32Array(1) };
    }
  }
  const metadata = {
    format: VERSION,
    network: model.network.name,
    pooling: model.pooling,
    preprocess: JSON.stringify(model.preprocess),
    temperature: String(model.temperature),
    origin: model.origin,
  };
  return encodeSafetensors({ arrays, metadata });
}

/** Reads a model file. `source` names it in errors. */
export function decodeModel(bytes: Uint8Array, source: string): Model {
  const { arrays, metadata } = decodeSafetensors(bytes, source);
  if (metadata.format !== VERSION) {
    throw new Error(
      `Cannot use the weights in ${source}: their format must be ${VERSION}, but is ` +
        `${metadata.format ?? "not stated"}. Use a file that this project wrote`,
    );
  }
  const preprocess = JSON.parse(metadata.preprocess ?? "{}") as Preprocess;
  const pooling = metadata.pooling as "average" | "max";
  const network = createNetwork(metadata.network as NetworkName, {
    classes: preprocess.classes.length,
    pooling,
    size: preprocess.size,
  });
  const weights: WeightValues = {};
  for (const { name, shape } of network.weights) {
    const array = arrays[name];
    const wanted = torchShape(shape);
    if (!array || array.shape.join() !== wanted.join()) {
      throw new Error(
        `Cannot use the weights in ${source}: ${name} must have shape [${wanted}], but ` +
          (array ? `has [${array.shape}]` : "is missing"),
      );
    }
    weights[name] = fromTorch(array.values, shape);
  }
  const temperature = Number(metadata.temperature ?? 1);
  return { network, pooling, weights, preprocess, temperature, origin: metadata.origin ?? source };
}
