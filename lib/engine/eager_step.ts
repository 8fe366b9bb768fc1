/** Steps and state on tfjs' own backends: a step runs op by op. */
import * as tf from "@tensorflow/tfjs-core";
import {
  type Arrays,
  checkArray,
  checkResult,
  type CompiledStep,
  disposedError,
  frozenError,
} from "./engine.ts";
import type { BackendName, State, Step } from "./engine.ts";
import { selectBackend } from "./select.ts";
import { watchErrors } from "./webgpu.ts";

/** State in tfjs tensors. */
export class TensorState implements State {
  readonly frozen: boolean;
  disposed = false;
  readonly tensors = new Map<string, tf.Tensor>();
  readonly #backend: BackendName;

  constructor(backend: BackendName, initial: Arrays, frozen: boolean) {
    this.frozen = frozen;
    this.#backend = backend;
    for (const [name, array] of Object.entries(initial)) checkArray(name, array);
    selectBackend(backend);
    for (const [name, { values, shape }] of Object.entries(initial)) {
      this.tensors.set(name, upload(Float32Array.from(values), shape));
    }
  }

  get names(): string[] {
    return [...this.tensors.keys()];
  }

  async get(name: string): Promise<Float32Array> {
    // tfjs may hand out the array that it keeps.
    return (await this.#tensor(name).data() as Float32Array).slice();
  }

  set(name: string, values: Float32Array): void {
    const old = this.#tensor(name);
    if (this.frozen) throw frozenError(`set array ${name}`);
    checkArray(name, { shape: old.shape, values });
    selectBackend(this.#backend);
    this.tensors.set(name, upload(values.slice(), old.shape));
    old.dispose();
  }

  dispose(): void {
    this.disposed = true;
    for (const tensor of this.tensors.values()) tensor.dispose();
    this.tensors.clear();
  }

  #tensor(name: string): tf.Tensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`internal: the state has no array ${name} on ${this.#backend}`);
    return tensor;
  }
}

/** A tensor that no tidy disposes; tfjs keeps the array it is given, and may write to it. */
function upload(values: Float32Array | Int32Array, shape: readonly number[]): tf.Tensor {
  const type = values instanceof Float32Array ? "float32" : "int32";
  return tf.keep(tf.tensor(values, [...shape], type));
}

export interface EagerStepOptions {
  readonly name: string;
  readonly backend: BackendName;
  readonly state: TensorState;
  readonly step: Step;
}

export class EagerStep implements CompiledStep {
  readonly #options: EagerStepOptions;
  #busy = false;
  #disposed = false;

  constructor(options: EagerStepOptions) {
    this.#options = options;
  }

  async run(inputs: Arrays): Promise<Record<string, Float32Array>> {
    const { name, backend, state } = this.#options;
    if (this.#busy) throw new Error(`internal: step ${name} is running already`);
    if (this.#disposed) throw disposedError(`step ${name}`);
    if (state.disposed) throw disposedError(`the state of step ${name}`);
    for (const [key, array] of Object.entries(inputs)) checkArray(key, array);
    this.#busy = true;
    try {
      selectBackend(backend);
      const checkErrors = backend === "webgpu" ? watchErrors(name) : undefined;
      try {
        return await read(this.#run(inputs));
      } finally {
        await checkErrors?.();
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Runs the step, replaces the state, and returns the outputs. */
  #run(inputs: Arrays): Record<string, tf.Tensor> {
    const { name, state: { tensors, frozen }, step } = this.#options;
    const before = Object.fromEntries(tensors);
    const given = Object.fromEntries(
      Object.entries(inputs).map((
        [key, { values, shape }],
      ) => [key, upload(values.slice(), shape)]),
    );
    try {
      // Copies, which cost nothing: a step may return what it was given, or one tensor twice.
      const copies = (of: Readonly<Record<string, tf.Tensor>>) =>
        Object.fromEntries(Object.entries(of).map(([key, tensor]) => [key, tf.clone(tensor)]));
      const result = tf.tidy(() => {
        const result = step(before, given);
        checkResult(name, frozen, before, result);
        const { state = {}, outputs } = result;
        return { state: copies(state), outputs: copies(outputs) };
      });
      for (const [key, tensor] of Object.entries(result.state)) {
        tensors.set(key, tf.keep(tensor));
        before[key]!.dispose();
      }
      return result.outputs;
    } finally {
      Object.values(given).forEach((tensor) => tensor.dispose());
    }
  }

  text(): string {
    return "";
  }

  dispose(): void {
    this.#disposed = true;
  }
}

/** Values of tensors, which are disposed. */
async function read(tensors: Record<string, tf.Tensor>): Promise<Record<string, Float32Array>> {
  try {
    const values: Record<string, Float32Array> = {};
    for (const [name, tensor] of Object.entries(tensors)) {
      values[name] = (await tensor.data() as Float32Array).slice();
    }
    return values;
  } finally {
    Object.values(tensors).forEach((tensor) => tensor.dispose());
  }
}
