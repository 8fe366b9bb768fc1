/** Event files for TensorBoard, written by TensorFlow's own summary ops. */
import { attribute } from "./attributes.ts";
import type { Binding } from "./binding.ts";
import type { EventWriter } from "./engine.ts";
import { createHandle, DataType, deleteHandle, type Handle } from "./tensors.ts";

let writers = 0;
const encoder = new TextEncoder();

export class TensorflowEventWriter implements EventWriter {
  readonly #binding: Binding;
  readonly #resource: Handle;

  constructor(binding: Binding, folder: string) {
    this.#binding = binding;
    const name = attribute.string("shared_name", `events#${writers++}`);
    [this.#resource] = binding.run("SummaryWriter", [name], [], 1) as [Handle];
    try {
      this.#run("CreateSummaryFileWriter", [], [
        text(folder),
        createHandle([], DataType.INT32, [100]),
        createHandle([], DataType.INT32, [10_000]),
        text(""),
      ]);
    } catch (error) {
      deleteHandle(this.#resource);
      throw error;
    }
  }

  scalar(tag: string, value: number, step: number): void {
    this.#run("WriteScalarSummary", [attribute.type("T", DataType.FLOAT)], [
      createHandle([], DataType.INT64, [step]),
      text(tag),
      createHandle([], DataType.FLOAT, [value]),
    ]);
  }

  flush(): void {
    this.#run("FlushSummaryWriter", [], []);
  }

  dispose(): void {
    try {
      this.#run("CloseSummaryWriter", [], []);
    } finally {
      deleteHandle(this.#resource);
    }
  }

  /** Runs an op on the writer; takes the other inputs over. */
  #run(
    name: string,
    attributes: Parameters<Binding["run"]>[1],
    inputs: readonly Handle[],
  ): void {
    try {
      this.#binding.run(name, attributes, [this.#resource, ...inputs], 0);
    } finally {
      inputs.forEach(deleteHandle);
    }
  }
}

function text(value: string): Handle {
  return createHandle([], DataType.STRING, [encoder.encode(value)]);
}
