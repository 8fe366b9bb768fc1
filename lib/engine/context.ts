/**
 * The eager context: which device runs the ops, and on how many threads. A device that was asked
 * for and is not there is an error, never another device.
 */
import { native, status } from "./library.ts";

export type Device = "cpu" | "cuda";

export interface ContextOptions {
  readonly device: Device;
  /** Threads within an op; 0 = one a core. */
  readonly threads: number;
}

export class Context {
  readonly pointer: Deno.PointerObject;
  readonly device: Device;

  constructor(options: ContextOptions) {
    const tf = native();
    this.device = options.device;
    const contextOptions = tf.TFE_NewContextOptions();
    const config = sessionConfig(options);
    tf.TFE_ContextOptionsSetConfig(
      contextOptions,
      config,
      BigInt(config.length),
      status().pointer,
    );
    status().check("read the session's settings");
    const context = tf.TFE_NewContext(contextOptions, status().pointer);
    tf.TFE_DeleteContextOptions(contextOptions);
    status().check("start");
    this.pointer = context!;
    if (options.device === "cuda" && !this.deviceTypes().includes("GPU")) {
      throw new Error(
        "Cannot use --device cuda: TensorFlow must find an NVIDIA card, but finds none. Install " +
          "the driver and run `deno task setup` again, or use --device cpu",
      );
    }
  }

  /** Types of the devices that TensorFlow sees, e.g. `CPU`, `GPU`. */
  deviceTypes(): string[] {
    const tf = native();
    const { pointer } = status();
    const list = tf.TFE_ContextListDevices(this.pointer, pointer);
    status().check("list its devices");
    const types: string[] = [];
    for (let i = 0; i < tf.TF_DeviceListCount(list); i++) {
      types.push(Deno.UnsafePointerView.getCString(tf.TF_DeviceListType(list, i, pointer)!));
    }
    tf.TF_DeleteDeviceList(list);
    return types;
  }
}

/** A serialized `ConfigProto`: device_count (1), intra_op (2) and inter_op (5) threads. */
function sessionConfig({ device, threads }: ContextOptions): Uint8Array<ArrayBuffer> {
  const bytes = [0x10, threads, 0x28, 1];
  if (device === "cpu") {
    const entry = [0x0a, 3, ...new TextEncoder().encode("GPU"), 0x10, 0];
    bytes.push(0x0a, entry.length, ...entry);
  }
  return new Uint8Array(bytes);
}
