/**
 * The interface through which tfjs-node's kernels reach TensorFlow, written over its C API. It
 * takes the place of the native addon, which does not install on current systems. While a `Trace`
 * is open, ops are recorded in it instead of being run.
 */
import { type Attribute, AttributeType, setEagerAttribute } from "./attributes.ts";
import type { Context } from "./context.ts";
import { cString, native, status } from "./library.ts";
import {
  adoptHandle,
  createHandle,
  DataType,
  deleteHandle,
  describeHandle,
  type Handle,
  readHandle,
  resolveHandle,
  type Values,
} from "./tensors.ts";
import { type Metadata, Trace } from "./trace.ts";

/** Greatest number of elements of a tensor that a recorded step takes in as a constant. */
const LARGEST_CONSTANT = 65_536;

/** Greatest number of elements of a constant whose values the program text shows. */
const SHOWN = 8;

export class Binding {
  readonly TF_FLOAT = DataType.FLOAT;
  readonly TF_INT32 = DataType.INT32;
  readonly TF_INT64 = DataType.INT64;
  readonly TF_BOOL = DataType.BOOL;
  readonly TF_COMPLEX64 = DataType.COMPLEX64;
  readonly TF_STRING = DataType.STRING;
  readonly TF_RESOURCE = DataType.RESOURCE;
  readonly TF_UINT8 = DataType.UINT8;
  readonly TF_ATTR_STRING = AttributeType.STRING;
  readonly TF_ATTR_INT = AttributeType.INT;
  readonly TF_ATTR_FLOAT = AttributeType.FLOAT;
  readonly TF_ATTR_BOOL = AttributeType.BOOL;
  readonly TF_ATTR_TYPE = AttributeType.TYPE;
  readonly TF_ATTR_SHAPE = AttributeType.SHAPE;
  readonly TF_ATTR_RESOURCE = AttributeType.RESOURCE;
  readonly TF_Version: string;

  readonly #context: Context;
  readonly #handles = new Map<number, Handle>();
  /** Tensors made since the open trace began: constants of the step. */
  readonly #literals = new Set<number>();
  #trace: Trace | undefined;
  #next = 1;

  constructor(context: Context) {
    this.#context = context;
    this.TF_Version = Deno.UnsafePointerView.getCString(native().TF_Version()!);
  }

  /** The recording under way. */
  get trace(): Trace | undefined {
    return this.#trace;
  }

  createTensor(shape: number[], dtype: number, values: Values): number {
    const id = this.#next++;
    this.#handles.set(id, createHandle(shape, dtype, values));
    if (this.#trace) this.#literals.add(id);
    return id;
  }

  deleteTensor(id: number): void {
    this.#trace?.forget(id);
    const handle = this.#handles.get(id);
    // The values of a finished recording have no handle.
    if (!handle) return;
    this.#handles.delete(id);
    deleteHandle(handle);
  }

  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array {
    const handle = this.#handles.get(id);
    // Only constants have values while a step is recorded.
    if (!handle || this.#trace && !this.#literals.has(id)) throw readingError();
    // tfjs-node's type leaves out strings, which come as arrays of bytes.
    return readHandle(handle) as Float32Array;
  }

  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): Metadata[] {
    if (this.#trace) {
      this.capture(inputs);
      return this.#trace.op(name, attributes, inputs, outputs);
    }
    const handles = inputs.map((id) => this.handle(id));
    return this.run(name, attributes, handles, outputs).map((handle) => this.adopt(handle));
  }

  /** Runs an op on handles; the caller deletes the results. */
  run(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Handle[],
    outputs: number,
  ): Handle[] {
    const tf = native();
    const { pointer } = status();
    const op = tf.TFE_NewOp(this.#context.pointer, cString(name), pointer);
    status().check(`make op ${name}`);
    try {
      for (const handle of inputs) {
        tf.TFE_OpAddInput(op, handle, pointer);
        status().check(`give op ${name} its inputs`);
      }
      for (const a of attributes) setEagerAttribute(op, a);
      const results = new BigUint64Array(outputs);
      const count = new Int32Array([outputs]);
      tf.TFE_Execute(op, results, count, pointer);
      status().check(`run op ${name}`);
      return Array.from(results.subarray(0, count[0]), adoptHandle);
    } finally {
      tf.TFE_DeleteOp(op);
    }
  }

  /** The handle behind an id. */
  handle(id: number): Handle {
    const handle = this.#handles.get(id);
    if (!handle) throw new Error(`internal: tensor ${id} was disposed or belongs to a recording`);
    return handle;
  }

  /** Gives a handle an id; the binding deletes it with its tensor. */
  adopt(handle: Handle): Metadata {
    const id = this.#next++;
    this.#handles.set(id, handle);
    return { id, ...describeHandle(handle) };
  }

  /** Opens a recording and runs `record` in it. */
  tracing<T>(record: (trace: Trace) => T): { trace: Trace; result: T } {
    if (this.#trace) throw new Error("Cannot record a step inside the recording of another step");
    const trace = new Trace(() => this.#next++);
    this.#trace = trace;
    try {
      return { trace, result: record(trace) };
    } catch (error) {
      trace.dispose();
      throw error;
    } finally {
      this.#trace = undefined;
      this.#literals.clear();
    }
  }

  isUsingGpuDevice(): boolean {
    return this.#context.device === "cuda";
  }

  getNumOfTensors(): number {
    return this.#handles.size;
  }

  /** Takes literal tensors that are used here into the open recording, as constants. */
  capture(ids: readonly number[]): void {
    const trace = this.#trace;
    if (!trace) throw new Error("internal: no recording is open");
    for (const id of ids) {
      if (trace.has(id)) continue;
      const handle = this.handle(id);
      const { shape, dtype } = describeHandle(handle);
      const count = shape.reduce((product, side) => product * side, 1);
      if (!this.#literals.has(id)) throw outsideError(shape);
      if (count > LARGEST_CONSTANT) {
        throw new Error(
          `Cannot record the step: a constant must have at most ${LARGEST_CONSTANT} elements, but ` +
            `one has shape [${shape}]. Compute it from the inputs`,
        );
      }
      const tensor = resolveHandle(handle);
      try {
        trace.constant(id, shape, dtype, tensor, count <= SHOWN ? readHandle(handle) : []);
      } finally {
        native().TF_DeleteTensor(tensor);
      }
    }
  }
}

/** What to throw when a step uses a tensor that was not made in it. */
export function outsideError(shape: readonly number[]): Error {
  return new Error(
    `Cannot record the step: a tensor of shape [${shape}] comes from outside of it and would ` +
      `freeze into a constant. Make it an input or part of the state`,
  );
}

/** What to throw when a step reads a tensor. */
export function readingError(): Error {
  return new Error(
    "Cannot read a tensor while a step is being recorded: return it from the step, or make what " +
      "depends on it an input",
  );
}
