/** Opens a backend by name. The only place that knows all of them. */
import { type BackendName, BACKENDS, type Engine, type Precision } from "./engine.ts";
import { type Device, DEVICES } from "./context.ts";
import { bestPrecision } from "./processor.ts";
import { openTensorflow } from "./tensorflow.ts";
import { openTfjs } from "./tfjs.ts";

export interface OpenOptions {
  /** Default: `tensorflow`. */
  readonly backend?: BackendName;
  /** Of TensorFlow; default: `cpu`. */
  readonly device?: Device;
  /** Default: bfloat16 where TensorFlow and the processor have it, else float32. */
  readonly precision?: Precision;
  /** Threads within an op of TensorFlow, and ops at once; default: one a core. */
  readonly threads?: number;
}

/** Opens a backend, or says why it cannot be had; never opens another one instead. */
export async function openEngine(options: OpenOptions = {}): Promise<Engine> {
  const { backend = "tensorflow", device = "cpu" } = options;
  const threads = options.threads ?? navigator.hardwareConcurrency;
  if (!DEVICES.includes(device)) {
    throw new Error(`Cannot use device ${device}: it must be one of ${DEVICES.join(", ")}`);
  }
  if (!Number.isSafeInteger(threads) || threads < 1) {
    throw new Error(`Cannot use ${threads} threads: it must be a whole number from 1 on`);
  }
  switch (backend) {
    case "tensorflow":
      return await openTensorflow({
        device,
        threads,
        precision: options.precision ?? (device === "cpu" ? bestPrecision() : "float32"),
      });
    case "webgpu":
    case "wasm":
    case "cpu":
      if (device !== "cpu") {
        throw new Error(
          `Cannot use device ${device} on backend ${backend}: use backend tensorflow`,
        );
      }
      if (options.precision === "bfloat16") {
        throw new Error(`Cannot compute in bfloat16 on backend ${backend}: use backend tensorflow`);
      }
      return await openTfjs(backend);
    default:
      throw new Error(
        `Cannot open backend ${backend satisfies never}: it must be one of ${BACKENDS.join(", ")}`,
      );
  }
}
