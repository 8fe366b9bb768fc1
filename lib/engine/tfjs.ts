/**
 * tfjs' own backends as an engine: steps run op by op. WebGPU runs under Deno and in the browser;
 * the plain JavaScript backend is slow and exact, the judge of the others.
 */
import * as tf from "@tensorflow/tfjs-core";
import { EagerStep, TensorState } from "./eager_step.ts";
import type { Engine } from "./engine.ts";
import { replaceKernels, requireWebGpu } from "./webgpu.ts";

type TfjsBackend = "webgpu" | "wasm" | "cpu";

const MODULES: Readonly<Record<TfjsBackend, () => Promise<unknown>>> = {
  webgpu: () => import("@tensorflow/tfjs-backend-webgpu"),
  wasm: () => import("@tensorflow/tfjs-backend-wasm"),
  cpu: () => import("@tensorflow/tfjs-backend-cpu"),
};

/** Opens a backend of tfjs and selects it. Throws where the machine does not offer it. */
export async function openTfjs(backend: TfjsBackend): Promise<Engine> {
  if (backend === "webgpu") await requireWebGpu();
  // Registers the gradients, which the published core alone cannot.
  await import("@tensorflow/tfjs");
  await MODULES[backend]();
  if (backend === "webgpu") replaceKernels();
  if (!await tf.setBackend(backend)) {
    throw new Error(`Cannot open backend ${backend}: tfjs finds no such device on this machine`);
  }
  return {
    backend,
    device: backend,
    precision: "float32",
    threads: 1,
    versions: { tfjs: tf.version_core },
    createState: (initial, { frozen = false } = {}) => new TensorState(backend, initial, frozen),
    eventWriter: () => null,
    compile(name, state, step, precision = "float32") {
      if (precision !== "float32") {
        throw new Error(`Cannot compile step ${name} in ${precision} on backend ${backend}`);
      }
      if (!(state instanceof TensorState)) {
        throw new Error(`internal: step ${name} is compiled over the state of another backend`);
      }
      return new EagerStep({ name, backend, state, step });
    },
  };
}
