/**
 * tfjs' own backends as an engine: steps run op by op. WebGPU runs under Deno and in the browser;
 * the plain JavaScript backend is slow and exact, the judge of the others.
 */
import * as tf from "@tensorflow/tfjs-core";
import {
  type Arrays,
  checkArray,
  type CompiledStep,
  type Engine,
  type State,
  type Step,
} from "./engine.ts";

type TfjsBackend = "webgpu" | "wasm" | "cpu";

const MODULES: Readonly<Record<TfjsBackend, () => Promise<unknown>>> = {
  webgpu: () => import("@tensorflow/tfjs-backend-webgpu"),
  wasm: () => import("@tensorflow/tfjs-backend-wasm"),
  cpu: () => import("@tensorflow/tfjs-backend-cpu"),
};

/** Opens a backend of tfjs and selects it. Throws where the machine does not offer it. */
export async function openTfjs(backend: TfjsBackend): Promise<Engine> {
  if (backend === "webgpu") await requireWebGpu();
  await MODULES[backend]();
  if (!await tf.setBackend(backend)) {
    throw new Error(`Cannot open backend ${backend}: tfjs finds no such device on this machine`);
  }
  await tf.ready();
  return {
    backend,
    device: backend,
    precision: "float32",
    threads: 1,
    versions: { tfjs: tf.version_core },
    createState: (initial) => new TensorState(backend, initial),
    eventWriter: () => null,
    compile(name, state, step, precision = "float32") {
      if (precision !== "float32") {
        throw new Error(`Cannot compile step ${name} in ${precision} on backend ${backend}`);
      }
      if (!(state instanceof TensorState)) {
        throw new Error(`internal: step ${name} is compiled over the state of another backend`);
      }
      return new EagerStep(backend, state, step);
    },
  };
}

async function requireWebGpu(): Promise<void> {
  const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<unknown> } };
  if (!gpu || !await gpu.requestAdapter()) {
    throw new Error(
      "Cannot open backend webgpu: the machine must have a graphics card with a Vulkan, Metal or " +
        "D3D12 driver, but none is found. Debian's mesa-vulkan-drivers is one in software",
    );
  }
  // tfjs looks for the browser's window.
  (globalThis as { window?: unknown }).window ??= globalThis;
}

/** State in tfjs tensors. */
class TensorState implements State {
  readonly tensors = new Map<string, tf.Tensor>();
  readonly #backend: TfjsBackend;

  constructor(backend: TfjsBackend, initial: Arrays) {
    this.#backend = backend;
    for (const [name, array] of Object.entries(initial)) {
      checkArray(name, array);
      this.tensors.set(name, upload(array.values as Float32Array, array.shape));
    }
  }

  get names(): string[] {
    return [...this.tensors.keys()];
  }

  async get(name: string): Promise<Float32Array> {
    return await this.#tensor(name).data() as Float32Array;
  }

  set(name: string, values: Float32Array): void {
    const old = this.#tensor(name);
    checkArray(name, { shape: old.shape, values });
    this.tensors.set(name, upload(values, old.shape));
    old.dispose();
  }

  dispose(): void {
    for (const tensor of this.tensors.values()) tensor.dispose();
    this.tensors.clear();
  }

  #tensor(name: string): tf.Tensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`internal: the state has no array ${name} on ${this.#backend}`);
    return tensor;
  }
}

function upload(values: Float32Array | Int32Array, shape: readonly number[]): tf.Tensor {
  // tfjs keeps the array it is given, and may write to it.
  return tf.keep(
    tf.tensor(values.slice(), [...shape], values instanceof Float32Array ? "float32" : "int32"),
  );
}

class EagerStep implements CompiledStep {
  readonly #backend: TfjsBackend;
  readonly #state: TensorState;
  readonly #step: Step;

  constructor(backend: TfjsBackend, state: TensorState, step: Step) {
    this.#backend = backend;
    this.#state = state;
    this.#step = step;
  }

  async run(inputs: Arrays): Promise<Record<string, Float32Array>> {
    await tf.setBackend(this.#backend);
    const given = Object.fromEntries(
      Object.entries(inputs).map(([name, array]) => {
        checkArray(name, array);
        return [name, upload(array.values, array.shape)];
      }),
    );
    const { state, outputs } = tf.tidy(() => {
      const result = this.#step(Object.fromEntries(this.#state.tensors), given);
      return { state: { ...result.state }, outputs: { ...result.outputs } };
    });
    for (const [name, tensor] of Object.entries(state)) {
      const old = this.#state.tensors.get(name);
      if (old === tensor) continue;
      this.#state.tensors.set(name, tf.keep(tensor));
      old?.dispose();
    }
    const values: Record<string, Float32Array> = {};
    for (const [name, tensor] of Object.entries(outputs)) {
      values[name] = await tensor.data() as Float32Array;
      tensor.dispose();
    }
    Object.values(given).forEach((tensor) => tensor.dispose());
    return values;
  }

  text(): string {
    return "";
  }

  dispose(): void {
    // Nothing is held beside the state.
  }
}
