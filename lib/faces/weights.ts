/**
 * Weights of networks that come in an npm package in the format of tfjs, as plain arrays for an
 * engine's state.
 */
import type { ArrayValue } from "../engine/engine.ts";

/** What a `…-weights_manifest.json` holds. */
export type WeightsManifest = readonly {
  readonly weights: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly dtype: string;
    /** Bytes stand for `byte · scale + min`. */
    readonly quantization?: {
      readonly dtype: string;
      readonly scale: number;
      readonly min: number;
    };
  }[];
}[];

/**
 * All float32 arrays of the manifest by name.
 *
 * @throws Error when the file does not hold what the manifest says, or in a form not known here
 */
export function decodeManifest(
  manifest: WeightsManifest,
  bytes: Uint8Array<ArrayBuffer>,
): Record<string, ArrayValue> {
  const arrays: Record<string, ArrayValue> = {};
  let offset = 0;
  for (const { name, shape, dtype, quantization } of manifest.flatMap((group) => group.weights)) {
    const count = shape.reduce((product, side) => product * side, 1);
    const stored = quantization?.dtype ?? dtype;
    if (stored !== "uint8" && stored !== "float32") {
      throw new Error(
        `Cannot read the weights: ${name} must be stored as uint8 or float32, but is ${stored}`,
      );
    }
    const length = count * (stored === "uint8" ? 1 : 4);
    const part = bytes.slice(offset, offset += length);
    if (part.length !== length) {
      throw new Error(
        `Cannot read the weights: the file must have ${offset} bytes or more, but has ${bytes.length}`,
      );
    }
    if (dtype !== "float32") continue;
    const values = quantization
      ? Float32Array.from(part, (byte) => byte * quantization.scale + quantization.min)
      : new Float32Array(part.buffer);
    arrays[name] = { shape, values };
  }
  return arrays;
}
