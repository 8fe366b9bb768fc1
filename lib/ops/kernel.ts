/**
 * Our own ops as tfjs kernels: one name, a fused kernel on TensorFlow (registered by the engine),
 * and a plain composition of tfjs ops on every other backend (registered beside the op).
 */
import * as tf from "@tensorflow/tfjs-core";

/** Tensors by the name of the kernel's input. */
export type KernelInputs = Readonly<Record<string, tf.Tensor>>;

/** Plain settings of a kernel. */
export type KernelAttributes = Readonly<Record<string, number | boolean | readonly number[]>>;

/** A kernel composed of tfjs ops. */
export type Composition = (inputs: KernelInputs, attributes: KernelAttributes) => tf.Tensor[];

const COMPOSED_BACKENDS = ["webgpu", "wasm", "cpu"];

/** Registers a composition for the backends that have no fused kernel of the name. */
export function registerForBackends(name: string, compose: Composition): void {
  for (const backendName of COMPOSED_BACKENDS) {
    tf.registerKernel({
      kernelName: name,
      backendName,
      kernelFunc: ({ inputs, attrs }) =>
        tf.tidy(() => compose(inputs as KernelInputs, (attrs ?? {}) as KernelAttributes)),
    });
  }
}

/** Runs one of our kernels on the current backend. */
export function runKernel(
  name: string,
  inputs: KernelInputs,
  attributes: KernelAttributes = {},
): tf.Tensor[] {
  const outputs = tf.engine().runKernel(name, { ...inputs }, { ...attributes } as tf.NamedAttrMap);
  return (Array.isArray(outputs) ? outputs : [outputs]) as tf.Tensor[];
}
