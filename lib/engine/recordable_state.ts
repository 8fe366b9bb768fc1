/** What a recording and its replay ask of state on TensorFlow. */
import type { State } from "./engine.ts";
import type { Handle } from "./tensors.ts";
import type { Metadata, Trace } from "./trace.ts";

export interface RecordableState extends State {
  readonly disposed: boolean;
  readonly shapes: Readonly<Record<string, { readonly shape: readonly number[] }>>;
  /** What the recorded function takes before its inputs, in the order of `declare`. */
  readonly resources: readonly Handle[];
  /** The arrays as tensors of an open recording. */
  declare(trace: Trace): Record<string, Metadata>;
}
