/**
 * What a trainer or a program needs of a backend: state that lives on the device, and steps over it.
 * A step is written once with tfjs ops; TensorFlow records it and replays the recording, the other
 * backends run it op by op. Values go in and come out as plain arrays.
 */
import type { Tensor } from "@tensorflow/tfjs-core";

/** Backends by name; the choice is always explicit. */
export const BACKENDS = ["tensorflow", "webgpu", "wasm", "cpu"] as const;
/** Those that train: WebAssembly's lacks the gradient of a convolution's filter. */
export const TRAINING_BACKENDS = ["tensorflow", "webgpu", "cpu"] as const;
export type BackendName = typeof BACKENDS[number];

export type Precision = "float32" | "bfloat16";

/** An array with its shape, row-major. */
export interface ArrayValue {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

export type Arrays = Readonly<Record<string, ArrayValue>>;
export type Tensors = Readonly<Record<string, Tensor>>;

/** What a step returns. */
export interface StepResult {
  /** New values of the state, by name; what is left out keeps its value. */
  readonly state?: Tensors;
  /** Float32 values to bring back. */
  readonly outputs: Tensors;
}

/**
 * A pure function of state and inputs, made of tfjs ops. It must not read tensors, and whatever
 * changes from call to call must be an input: a JavaScript number freezes when the step is recorded.
 */
export type Step = (state: Tensors, inputs: Tensors) => StepResult;

/** Named float32 arrays on the device, shared by the steps that were compiled over them. */
export interface State {
  readonly names: readonly string[];
  /** Whether the arrays keep their values for good. */
  readonly frozen: boolean;
  /** A copy of one array. */
  get(name: string): Promise<Float32Array>;
  /** Replaces the values of one array; its shape stays. Throws where the state is frozen. */
  set(name: string, values: Float32Array): void;
  dispose(): void;
}

/** A step ready to run; recorded once for each combination of input shapes. */
export interface CompiledStep {
  /** Runs the step once without blocking the event loop; one call at a time. */
  run(inputs: Arrays): Promise<Record<string, Float32Array>>;
  /** The recorded programs as text, one op a line; empty where nothing is recorded. */
  text(): string;
  dispose(): void;
}

export interface Engine {
  readonly backend: BackendName;
  readonly device: string;
  readonly precision: Precision;
  /** Threads within an op, and ops at once. */
  readonly threads: number;
  /** Versions of what runs the ops. */
  readonly versions: Readonly<Record<string, string>>;
  /**
   * State of these values. A frozen one never changes, for which TensorFlow runs the steps over it
   * faster; each recorded program then holds a copy of what it uses.
   */
  createState(initial: Arrays, options?: { readonly frozen?: boolean }): State;
  /** `name` appears in error messages and in the program text. */
  compile(name: string, state: State, step: Step, precision?: Precision): CompiledStep;
  /** Writes event files for TensorBoard; null where the backend has no such ops. */
  eventWriter(folder: string): EventWriter | null;
}

/** Writes scalars for TensorBoard. */
export interface EventWriter {
  scalar(tag: string, value: number, step: number): void;
  flush(): void;
  dispose(): void;
}

/** Checks that values and shape agree. */
export function checkArray(name: string, { shape, values }: ArrayValue): void {
  const count = shape.reduce((product, side) => product * side, 1);
  if (values.length !== count) {
    throw new Error(
      `Cannot use array ${name}: shape [${shape}] must have ${count} values, but ${values.length} are given`,
    );
  }
}

/** What to throw when something is used after it was disposed. */
export function disposedError(what: string): Error {
  return new Error(`internal: ${what} is used after it was disposed`);
}

/** What to throw when something would change frozen state. */
export function frozenError(action: string): Error {
  return new Error(`Cannot ${action}: the state is frozen. Make it without \`frozen\``);
}

/**
 * Checks what a step returns. Outputs are float32; new state fits the old one: known names, same
 * shapes, float32, and none where the state is frozen.
 */
export function checkResult(
  step: string,
  frozen: boolean,
  before: Readonly<Record<string, { readonly shape: readonly number[] }>>,
  { state = {}, outputs }: StepResult,
): void {
  for (const [name, { dtype }] of Object.entries(outputs)) {
    if (dtype !== "float32") {
      throw new Error(`Cannot run step ${step}: output ${name} must be float32, but is ${dtype}`);
    }
  }
  if (frozen && Object.keys(state).length > 0) {
    throw frozenError(`run step ${step}, which returns new state`);
  }
  for (const [name, { shape, dtype }] of Object.entries(state)) {
    const old = before[name];
    if (!old) throw new Error(`Cannot run step ${step}: the state has no array ${name}`);
    if (dtype !== "float32" || shape.join() !== old.shape.join()) {
      throw new Error(
        `Cannot run step ${step}: new ${name} must be float32 [${old.shape}], but is ` +
          `${dtype} [${shape}]`,
      );
    }
  }
}
