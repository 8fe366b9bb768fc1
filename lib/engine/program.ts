/**
 * A recorded step: recorded by running the step's JavaScript once over a `Trace`, replayed by one
 * native call that does not block the event loop.
 */
import { engine as tfjs, type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { Binding } from "./binding.ts";
import type { Context } from "./context.ts";
import { type Arrays, checkArray, checkResult } from "./engine.ts";
import type { Precision, Step, Tensors } from "./engine.ts";
import { cString, native, Status, status } from "./library.ts";
import { selectBackend } from "./select.ts";
import {
  adoptHandle,
  createHandle,
  DataType,
  deleteHandle,
  type Handle,
  readHandle,
} from "./tensors.ts";
import type { Metadata } from "./trace.ts";
import type { RecordableState } from "./recordable_state.ts";

let programs = 0;

/** What tfjs-node's backend offers beyond the public interface. */
interface KernelBackend {
  createOutputTensor(metadata: Metadata): Tensor;
  getInputTensorIds(tensors: readonly Tensor[]): number[];
}

/**
 * A serialized `ConfigProto` whose graph options (10) hold rewriter options (10) that switch
 * `auto_mixed_precision_onednn_bfloat16` (31) on.
 */
const BFLOAT16_CONFIG = new Uint8Array([0x52, 5, 0x52, 3, 0xf8, 0x01, 0x01]);

export interface ProgramOptions {
  readonly name: string;
  readonly binding: Binding;
  readonly context: Context;
  readonly state: RecordableState;
  readonly step: Step;
  readonly precision: Precision;
  /** Inputs of the shapes to record for; their values do not matter. */
  readonly inputs: Arrays;
}

export class Program {
  /** The program, one op a line. */
  readonly text: string;
  readonly #options: ProgramOptions;
  readonly #function: string;
  readonly #outputs: readonly string[];
  /** Own status: the call returns while others run. */
  readonly #status: Status;

  constructor(options: ProgramOptions) {
    this.#options = options;
    this.#function = `${options.name.replaceAll(/\W/g, "_")}_${programs++}`;
    const { text, outputs } = this.#record();
    this.text = text;
    this.#outputs = outputs;
    this.#status = new Status();
  }

  #record(): { text: string; outputs: string[] } {
    const { binding, context, state, step, name, inputs } = this.#options;
    selectBackend("tensorflow");
    const { trace, result } = binding.tracing((trace) =>
      tidy(() => {
        const backend = tfjs().backend as unknown as KernelBackend;
        const stateTensors = Object.fromEntries(
          Object.entries(state.declare(trace))
            .map(([key, metadata]) => [key, backend.createOutputTensor(metadata)]),
        );
        const inputTensors: Record<string, Tensor> = {};
        for (const [key, { shape, values }] of Object.entries(inputs)) {
          const dtype = values instanceof Float32Array ? DataType.FLOAT : DataType.INT32;
          inputTensors[key] = backend.createOutputTensor(trace.input(key, shape, dtype));
        }
        const after = step(stateTensors, inputTensors);
        const ids = (tensors: Tensors) => {
          const found = backend.getInputTensorIds(Object.values(tensors));
          binding.capture(found);
          return found;
        };
        checkResult(name, state.frozen, state.shapes, after);
        const written = after.state ?? {};
        const values = ids(written);
        trace.finish(
          context.pointer,
          this.#function,
          ids(after.outputs),
          new Map(Object.keys(written).map((key, i) => [key, values[i]!])),
        );
        return Object.keys(after.outputs);
      })
    );
    const text = `${name}\n${trace.text}`;
    trace.dispose();
    return { text, outputs: result };
  }

  /** Runs the recorded step. The inputs must have the shapes it was recorded for. */
  async run(inputs: Arrays): Promise<Record<string, Float32Array>> {
    const { context, state, name, precision } = this.#options;
    const tf = native();
    const op = tf.TFE_NewOp(context.pointer, cString(this.#function), status().pointer);
    status().check(`start step ${name}`);
    const given: Handle[] = [];
    const results: Handle[] = [];
    try {
      const add = (handle: Handle) => {
        tf.TFE_OpAddInput(op, handle, status().pointer);
        status().check(`give step ${name} its inputs`);
      };
      state.resources.forEach(add);
      for (const [key, array] of Object.entries(inputs)) {
        checkArray(key, array);
        const dtype = array.values instanceof Float32Array ? DataType.FLOAT : DataType.INT32;
        const handle = createHandle(array.shape, dtype, array.values);
        given.push(handle);
        add(handle);
      }
      if (precision === "bfloat16") {
        const size = BigInt(BFLOAT16_CONFIG.length);
        tf.TFE_OpSetAttrString(op, cString("config_proto"), BFLOAT16_CONFIG, size);
      }
      const addresses = new BigUint64Array(this.#outputs.length);
      const count = new Int32Array([this.#outputs.length]);
      await tf.executeInBackground(op, addresses, count, this.#status.pointer);
      this.#status.check(`run step ${name}`);
      // Both arrays are used here, so that they outlive the call, which writes to them.
      results.push(...Array.from(addresses.subarray(0, count[0]), adoptHandle));
      return Object.fromEntries(
        this.#outputs.map((key, i) => [key, readHandle(results[i]!, this.#status) as Float32Array]),
      );
    } finally {
      tf.TFE_DeleteOp(op);
      [...given, ...results].forEach(deleteHandle);
    }
  }

  dispose(): void {
    native().TFE_ContextRemoveFunction(
      this.#options.context.pointer,
      cString(this.#function),
      status().pointer,
    );
    status().check(`remove step ${this.#options.name}`);
    this.#status.dispose();
  }
}
