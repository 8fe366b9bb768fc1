/**
 * What tfjs' WebGPU backend needs to train: a device, an ear for its errors, and two kernels in
 * place of its own. Errors of a WebGPU device are silent unless asked for, and the results then
 * wrong.
 */
import * as tf from "@tensorflow/tfjs-core";
import { filterGradient, type FilterGradientAttributes } from "./filter_gradient.ts";

/** Throws where the machine offers no WebGPU; otherwise makes tfjs find it. */
export async function requireWebGpu(): Promise<void> {
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

interface ErrorScopes {
  pushErrorScope(filter: string): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
}

/** Listens to the device until the returned function is called, which throws what it heard. */
export function watchErrors(step: string): () => Promise<void> {
  const { device } = tf.backend() as unknown as { device: ErrorScopes };
  device.pushErrorScope("out-of-memory");
  device.pushErrorScope("validation");
  return async () => {
    const errors = [await device.popErrorScope(), await device.popErrorScope()];
    const [error] = errors.filter((found) => found !== null);
    if (error) throw new Error(`WebGPU cannot run step ${step}: ${error.message}`);
  };
}

type Kernel = (
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes: Readonly<Record<string, unknown>>,
) => tf.Tensor;

const KERNELS: Readonly<Record<string, Kernel>> = {
  // tfjs' own binds a buffer for each term, and a device has about eight.
  AddN: (inputs) => Object.values(inputs).reduce((sum, term) => tf.add(sum, term)),

  // tfjs' own walks through all positions of the batch in one thread for each weight, and takes five
  // times as long.
  Conv2DBackpropFilter: ({ x, dy }, attributes) =>
    filterGradient(
      x as tf.Tensor4D,
      dy as tf.Tensor4D,
      attributes as unknown as FilterGradientAttributes,
    ),
};

/** Puts the kernels above in the place of tfjs' own. */
export function replaceKernels(): void {
  const backendName = "webgpu";
  for (const [kernelName, kernel] of Object.entries(KERNELS)) {
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) =>
        tf.tidy(() => kernel(inputs as Record<string, tf.Tensor>, (attrs ?? {}) as never)),
    });
  }
}
