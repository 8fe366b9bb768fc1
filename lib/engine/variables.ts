/** State in TensorFlow's resource variables: what recorded steps read and write in place. */
import { attribute } from "./attributes.ts";
import type { Binding } from "./binding.ts";
import { type Arrays, checkArray } from "./engine.ts";
import type { RecordableState } from "./recordable_state.ts";
import { createHandle, DataType, deleteHandle, type Handle, readHandle } from "./tensors.ts";
import type { Metadata, Trace } from "./trace.ts";

let variables = 0;

/** State in resource variables. */
export class VariableState implements RecordableState {
  readonly frozen = false;
  disposed = false;
  readonly #binding: Binding;
  readonly #entries = new Map<string, { shape: readonly number[]; resource: Handle }>();

  constructor(binding: Binding, initial: Arrays) {
    this.#binding = binding;
    for (const [name, array] of Object.entries(initial)) checkArray(name, array);
    for (const [name, { shape, values }] of Object.entries(initial)) {
      const attributes = [
        attribute.string("shared_name", `${name}#${variables++}`),
        attribute.type("dtype", DataType.FLOAT),
        attribute.shape("shape", shape),
      ];
      const [resource] = binding.run("VarHandleOp", attributes, [], 1);
      this.#entries.set(name, { shape, resource: resource! });
      this.set(name, values as Float32Array);
    }
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  get resources(): readonly Handle[] {
    return Array.from(this.#entries.values(), ({ resource }) => resource);
  }

  get shapes(): Readonly<Record<string, { readonly shape: readonly number[] }>> {
    return Object.fromEntries(this.#entries);
  }

  declare(trace: Trace): Record<string, Metadata> {
    return Object.fromEntries(
      [...this.#entries].map(([name, { shape }]) => [name, trace.state(name, shape)]),
    );
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
    this.disposed = true;
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
