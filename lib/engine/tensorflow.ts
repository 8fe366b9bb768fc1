/**
 * TensorFlow as an engine: tfjs-node's kernels on our binding, state in resource variables, steps
 * recorded as graph functions. Only one context lives in a process, as TensorFlow itself wants it.
 */
import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { attribute } from "./attributes.ts";
import { Binding } from "./binding.ts";
import { Context, type ContextOptions } from "./context.ts";
import {
  type Arrays,
  checkArray,
  type CompiledStep,
  type Engine,
  type Precision,
  type State,
  type Step,
} from "./engine.ts";
import { TensorflowEventWriter } from "./event_writer.ts";
import { registerKernels } from "./kernels.ts";
import { Program } from "./program.ts";
import { createHandle, DataType, deleteHandle, type Handle, readHandle } from "./tensors.ts";
import { requirePrecision } from "./processor.ts";

export interface TensorflowOptions extends ContextOptions {
  readonly precision: Precision;
}

// tfjs-node asks Node's util for two functions that Node dropped.
const legacy = util as unknown as Record<string, unknown>;
legacy.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
legacy.isArray ??= Array.isArray;

let opened: { binding: Binding; context: Context; key: string } | undefined;

/** Registers the backend `tensorflow` with tfjs and selects it. */
async function openBackend(options: ContextOptions) {
  const key = `${options.device}, ${options.threads} threads`;
  if (opened && opened.key !== key) {
    throw new Error(
      `Cannot open TensorFlow with ${key}: this process has it open with ${opened.key} already`,
    );
  }
  if (!opened) {
    const context = new Context(options);
    const binding = new Binding(context);
    const { NodeJSKernelBackend } = await import(
      "@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js"
    );
    await import("@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js");
    tf.registerBackend(
      "tensorflow",
      () => new NodeJSKernelBackend(binding as never, "@tensorflow/tfjs-node-gpu"),
      3,
    );
    registerKernels();
    opened = { binding, context, key };
  }
  if (!await tf.setBackend("tensorflow")) throw new Error("internal: tfjs refused the backend");
  return opened;
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
    createState: (initial) => new VariableState(binding, initial),
    eventWriter: (folder) => new TensorflowEventWriter(binding, folder),
    compile: (name, state, step, precision = options.precision) => {
      requirePrecision(precision);
      if (!(state instanceof VariableState)) {
        throw new Error(`internal: step ${name} is compiled over the state of another backend`);
      }
      return new RecordedStep({
        name,
        binding,
        context,
        state,
        step,
        precision: options.precision,
      });
    },
  };
}

let variables = 0;

/** State in resource variables. */
export class VariableState implements State {
  readonly #binding: Binding;
  readonly #entries = new Map<string, { shape: readonly number[]; resource: Handle }>();

  constructor(binding: Binding, initial: Arrays) {
    this.#binding = binding;
    for (const [name, array] of Object.entries(initial)) {
      checkArray(name, array);
      const [resource] = binding.run(
        "VarHandleOp",
        [
          attribute.string("shared_name", `${name}#${variables++}`),
          attribute.type("dtype", DataType.FLOAT),
          attribute.shape("shape", array.shape),
        ],
        [],
        1,
      );
      this.#entries.set(name, { shape: array.shape, resource: resource! });
      this.set(name, array.values as Float32Array);
    }
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  /** Shape and variable of each name. */
  entries(): IterableIterator<[string, { shape: readonly number[]; resource: Handle }]> {
    return this.#entries.entries();
  }

  get(name: string): Promise<Float32Array> {
    const type = attribute.type("dtype", DataType.FLOAT);
    const [handle] = this.#binding.run("ReadVariableOp", [type], [this.#entry(name).resource], 1);
    try {
      return Promise.resolve(readHandle(handle!) as Float32Array);
    } finally {
      deleteHandle(handle!);
    }
  }

  set(name: string, values: Float32Array): void {
    const { shape, resource } = this.#entry(name);
    checkArray(name, { shape, values });
    const handle = createHandle(shape, DataType.FLOAT, values);
    try {
      const type = attribute.type("dtype", DataType.FLOAT);
      this.#binding.run("AssignVariableOp", [type], [resource, handle], 0);
    } finally {
      deleteHandle(handle);
    }
  }

  dispose(): void {
    for (const { resource } of this.#entries.values()) {
      this.#binding.run("DestroyResourceOp", [], [resource], 0);
      deleteHandle(resource);
    }
    this.#entries.clear();
  }

  #entry(name: string) {
    const entry = this.#entries.get(name);
    if (!entry) throw new Error(`internal: the state has no array ${name}`);
    return entry;
  }
}

interface RecordedStepOptions {
  readonly name: string;
  readonly binding: Binding;
  readonly context: Context;
  readonly state: VariableState;
  readonly step: Step;
  readonly precision: Precision;
}

/** A step recorded once for each combination of input shapes. */
class RecordedStep implements CompiledStep {
  readonly #options: RecordedStepOptions;
  readonly #programs = new Map<string, Program>();
  #busy = false;

  constructor(options: RecordedStepOptions) {
    this.#options = options;
  }

  async run(inputs: Arrays): Promise<Record<string, Float32Array>> {
    if (this.#busy) throw new Error(`internal: step ${this.#options.name} is running already`);
    this.#busy = true;
    try {
      return await this.#program(inputs).run(inputs);
    } finally {
      this.#busy = false;
    }
  }

  text(): string {
    return [...this.#programs.values()].map((program) => program.text).join("\n\n");
  }

  dispose(): void {
    for (const program of this.#programs.values()) program.dispose();
    this.#programs.clear();
  }

  #program(inputs: Arrays): Program {
    const signature = Object.entries(inputs)
      .map(([name, { shape, values }]) => `${name}:${values.constructor.name}[${shape}]`)
      .join();
    let program = this.#programs.get(signature);
    if (!program) {
      program = new Program({ ...this.#options, inputs });
      this.#programs.set(signature, program);
    }
    return program;
  }
}
