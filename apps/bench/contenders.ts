/** Who is measured: this project's modes and PyTorch's, each said in full. */
import { fileURLToPath } from "node:url";
import type { Precision } from "lib/engine/engine.ts";
import type { WorkerCommand } from "./worker.ts";

export interface Contender {
  readonly id: string;
  readonly framework: "this project" | "PyTorch";
  readonly precision: Precision;
  readonly layout: "channels-last" | "contiguous";
  /** How its steps run. */
  readonly execution: string;
  readonly command: WorkerCommand;
}

export interface ContenderOptions {
  readonly threads: number;
  readonly batch: number;
  readonly size: number;
  readonly python: string;
  /** Whether the processor multiplies bfloat16 faster than float32. */
  readonly bfloat16: boolean;
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export function contenders(options: ContenderOptions): Contender[] {
  const numbers = [options.threads, options.batch, options.size].map(String);
  const ours = (mode: string): WorkerCommand => ({
    program: Deno.execPath(),
    args: ["run", "-A", "--quiet", "--no-check", path("ours.ts"), mode, ...numbers],
  });
  const theirs = (mode: string): WorkerCommand => ({
    program: options.python,
    args: [path("torch_peer.py"), mode, ...numbers],
    env: { TORCHINDUCTOR_CACHE_DIR: path("../../.cache/bench-inductor") },
  });
  const all: Contender[] = [
    {
      id: "ours-bfloat16",
      framework: "this project",
      precision: "bfloat16",
      layout: "channels-last",
      execution: "recorded",
      command: ours("bfloat16"),
    },
    {
      id: "ours-float32",
      framework: "this project",
      precision: "float32",
      layout: "channels-last",
      execution: "recorded",
      command: ours("float32"),
    },
    {
      id: "ours-eager",
      framework: "this project",
      precision: "float32",
      layout: "channels-last",
      execution: "op by op, as tfjs-node",
      command: ours("eager"),
    },
    {
      id: "torch-compiled",
      framework: "PyTorch",
      precision: "bfloat16",
      layout: "channels-last",
      execution: "torch.compile, autocast",
      command: theirs("bfloat16-compiled"),
    },
    {
      id: "torch-bfloat16",
      framework: "PyTorch",
      precision: "bfloat16",
      layout: "channels-last",
      execution: "eager, autocast",
      command: theirs("bfloat16-channels-last"),
    },
    {
      id: "torch-channels-last",
      framework: "PyTorch",
      precision: "float32",
      layout: "channels-last",
      execution: "eager",
      command: theirs("float32-channels-last"),
    },
    {
      id: "torch-float32",
      framework: "PyTorch",
      precision: "float32",
      layout: "contiguous",
      execution: "eager",
      command: theirs("float32"),
    },
  ];
  return all.filter(({ precision }) => precision === "float32" || options.bfloat16);
}
