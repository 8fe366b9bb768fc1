/**
 * State that never changes. A step recorded over it takes its arrays in as constants, which
 * TensorFlow prepares at the first call: filters are brought into the precision and the layout of
 * their kernels once, instead of at each call.
 */
import { type Arrays, checkArray, frozenError } from "./engine.ts";
import { native } from "./library.ts";
import type { RecordableState } from "./recordable_state.ts";
import {
  createHandle,
  DataType,
  deleteHandle,
  type Handle,
  readHandle,
  resolveHandle,
} from "./tensors.ts";
import type { Metadata, Trace } from "./trace.ts";

export class FrozenState implements RecordableState {
  readonly frozen = true;
  disposed = false;
  readonly resources: readonly Handle[] = [];
  readonly #entries = new Map<string, { shape: readonly number[]; handle: Handle }>();

  constructor(initial: Arrays) {
    for (const [name, array] of Object.entries(initial)) checkArray(name, array);
    for (const [name, { shape, values }] of Object.entries(initial)) {
      this.#entries.set(name, { shape, handle: createHandle(shape, DataType.FLOAT, values) });
    }
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  get shapes(): Readonly<Record<string, { readonly shape: readonly number[] }>> {
    return Object.fromEntries(this.#entries);
  }

  declare(trace: Trace): Record<string, Metadata> {
    return Object.fromEntries(
      [...this.#entries].map(([name, { shape, handle }]) => [
        name,
        trace.frozen(name, shape, (use) => {
          const tensor = resolveHandle(handle);
          try {
            return use(tensor);
          } finally {
            native().TF_DeleteTensor(tensor);
          }
        }),
      ]),
    );
  }

  get(name: string): Promise<Float32Array> {
    return Promise.resolve(readHandle(this.#entry(name).handle) as Float32Array);
  }

  set(name: string): void {
    this.#entry(name);
    throw frozenError(`set array ${name}`);
  }

  dispose(): void {
    this.disposed = true;
    for (const { handle } of this.#entries.values()) deleteHandle(handle);
    this.#entries.clear();
  }

  #entry(name: string) {
    const entry = this.#entries.get(name);
    if (!entry) throw new Error(`internal: the state has no array ${name}`);
    return entry;
  }
}
