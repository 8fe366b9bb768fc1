/** A step on TensorFlow: recorded once for each combination of input shapes, then replayed. */
import type { Binding } from "./binding.ts";
import type { Context } from "./context.ts";
import {
  type Arrays,
  type CompiledStep,
  disposedError,
  type Precision,
  type Step,
} from "./engine.ts";
import { Program } from "./program.ts";
import type { RecordableState } from "./recordable_state.ts";

export interface RecordedStepOptions {
  readonly name: string;
  readonly binding: Binding;
  readonly context: Context;
  readonly state: RecordableState;
  readonly step: Step;
  readonly precision: Precision;
}

export class RecordedStep implements CompiledStep {
  readonly #options: RecordedStepOptions;
  readonly #programs = new Map<string, Program>();
  #busy = false;
  #disposed = false;

  constructor(options: RecordedStepOptions) {
    this.#options = options;
  }

  async run(inputs: Arrays): Promise<Record<string, Float32Array>> {
    const { name, state } = this.#options;
    if (this.#busy) throw new Error(`internal: step ${name} is running already`);
    if (this.#disposed) throw disposedError(`step ${name}`);
    if (state.disposed) throw disposedError(`the state of step ${name}`);
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
    if (this.#busy) {
      throw new Error(`internal: step ${this.#options.name} is disposed while it is running`);
    }
    this.#disposed = true;
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
