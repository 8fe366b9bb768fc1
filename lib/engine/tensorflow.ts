/**
 * TensorFlow as an engine: tfjs-node's kernels on our binding, state in resource variables or
 * frozen, steps recorded as graph functions. Only one context lives in a process, as TensorFlow itself wants it.
 */
import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { Binding } from "./binding.ts";
import { Context, type ContextOptions } from "./context.ts";
import type { Engine, Precision } from "./engine.ts";
import { TensorflowEventWriter } from "./event_writer.ts";
import { FrozenState } from "./frozen.ts";
import { registerKernels } from "./kernels.ts";
import { refuseOutsideValues } from "./literals.ts";
import { requirePrecision } from "./processor.ts";
import { RecordedStep } from "./recorded_step.ts";
import { VariableState } from "./variables.ts";

export interface TensorflowOptions extends ContextOptions {
  readonly precision: Precision;
}

// tfjs-node asks Node's util for two functions that Node dropped.
const legacy = util as unknown as Record<string, unknown>;
legacy.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
legacy.isArray ??= Array.isArray;

interface Backend {
  readonly binding: Binding;
  readonly context: Context;
}

let opened: { readonly key: string; readonly backend: Promise<Backend> } | undefined;

/** Registers the backend `tensorflow` with tfjs and selects it. */
async function openBackend(options: ContextOptions): Promise<Backend> {
  const key = `${options.device}, ${options.threads} threads`;
  if (opened && opened.key !== key) {
    throw new Error(
      `Cannot open TensorFlow with ${key}: this process has it open with ${opened.key} already`,
    );
  }
  if (!opened) {
    const context = new Context(options);
    opened = { key, backend: registerBackend(context) };
  }
  const backend = await opened.backend;
  if (!await tf.setBackend("tensorflow")) throw new Error("internal: tfjs refused the backend");
  return backend;
}

async function registerBackend(context: Context): Promise<Backend> {
  const binding = new Binding(context);
  const { NodeJSKernelBackend } = await import(
    "@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js"
  );
  await import("@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js");
  const make = () => {
    const backend = new NodeJSKernelBackend(binding as never, "@tensorflow/tfjs-node-gpu");
    return refuseOutsideValues(backend, binding);
  };
  tf.registerBackend("tensorflow", make, 3);
  registerKernels();
  return { binding, context };
}

/** Opens TensorFlow. Refuses a device or a precision that the machine does not have. */
export async function openTensorflow(options: TensorflowOptions): Promise<Engine> {
  requirePrecision(options.precision);
  const { binding, context } = await openBackend(options);
  return {
    backend: "tensorflow",
    device: options.device,
    precision: options.precision,
    threads: options.threads,
    versions: { tensorflow: binding.TF_Version, tfjs: tf.version_core },
    createState: (initial, { frozen = false } = {}) =>
      frozen ? new FrozenState(initial) : new VariableState(binding, initial),
    eventWriter: (folder) => new TensorflowEventWriter(binding, folder),
    compile: (name, state, step, precision = options.precision) => {
      requirePrecision(precision);
      if (!(state instanceof VariableState || state instanceof FrozenState)) {
        throw new Error(`internal: step ${name} is compiled over the state of another backend`);
      }
      return new RecordedStep({ name, binding, context, state, step, precision });
    },
  };
}
