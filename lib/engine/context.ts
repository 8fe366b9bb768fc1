/**
 * The eager context: which device runs the ops, and on how many threads. A device that was asked
 * for and is not there is an error, never another device.
 */
import { native, status } from "./library.ts";

/** Devices by name; the choice is always explicit. */
export const DEVICES = ["cpu", "cuda"] as const;
export type Device = typeof DEVICES[number];

export interface ContextOptions {
  readonly device: Device;
  /** Threads within an op, and ops at once; 0 = one a core. */
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
      tf.TFE_DeleteContext(this.pointer);
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
    try {
      return Array.from({ length: tf.TF_DeviceListCount(list) }, (_, i) => {
        const type = tf.TF_DeviceListType(list, i, pointer);
        status().check("say a device's type");
        return Deno.UnsafePointerView.getCString(type!);
      });
    } finally {
      tf.TF_DeleteDeviceList(list);
    }
  }
}

/** A serialized `ConfigProto`: device_count (1), intra_op (2) and inter_op (5) threads. */
function sessionConfig({ device, threads }: ContextOptions): Uint8Array<ArrayBuffer> {
  // As many ops at once: the two gradients of a convolution do not wait for each other.
  const bytes = [0x10, ...varint(threads), 0x28, ...varint(threads)];
  if (device === "cpu") {
    const entry = [0x0a, 3, ...new TextEncoder().encode("GPU"), 0x10, 0];
    bytes.push(0x0a, entry.length, ...entry);
  }
  return new Uint8Array(bytes);
}

/** A number as protocol buffers write it: seven bits a byte, the lowest first. */
function varint(value: number): number[] {
  return value < 0x80 ? [value] : [value & 0x7f | 0x80, ...varint(value >>> 7)];
}
