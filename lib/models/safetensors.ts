/**
 * The safetensors format: eight bytes of header length, a JSON header of names, types, shapes and
 * places, then the bytes. Python reads it with the `safetensors` package, and no code runs on
 * loading. https://huggingface.co/docs/safetensors
 */

export type SafetensorsType = "F16" | "F32" | "I64";

/** One array of a file. F16 and I64 come and go as float32 values. */
export interface SavedArray {
  readonly dtype: SafetensorsType;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface SafetensorsFile {
  readonly arrays: Readonly<Record<string, SavedArray>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const ELEMENT_BYTES: Readonly<Record<SafetensorsType, number>> = { F16: 2, F32: 4, I64: 8 };

/** The bytes of a file. Metadata are strings by name. */
export function encodeSafetensors({ arrays, metadata }: SafetensorsFile): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { dtype, shape, values }] of Object.entries(arrays)) {
    const start = end;
    end += values.length * ELEMENT_BYTES[dtype];
    header[name] = { dtype, shape, data_offsets: [start, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Readers map the file, so the data starts at a multiple of eight.
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + end).fill(0x20, 8, 8 + padded);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(json, 8);
  let offset = 8 + padded;
  for (const { dtype, values } of Object.values(arrays)) {
    const encoded = encodeValues(dtype, values);
    bytes.set(encoded, offset);
    offset += encoded.length;
  }
  return bytes;
}

function encodeValues(dtype: SafetensorsType, values: Float32Array): Uint8Array {
  const typed = dtype === "F32"
    ? values
    : dtype === "F16"
    ? new Float16Array(values)
    : BigInt64Array.from(values, (value) => BigInt(value));
  return new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength);
}

/** Reads a file. `source` names it in errors. Throws where header and bytes do not agree. */
export function decodeSafetensors(bytes: Uint8Array, source: string): SafetensorsFile {
  const fail = (reason: string): never => {
    throw new Error(`Cannot read weights from ${source}: ${reason}`);
  };
  if (bytes.length < 8) fail(`the file must have at least 8 bytes, but has ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const start = 8 + length;
  if (start > bytes.length) fail("it is cut off, or no safetensors file");
  let header: Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  } catch {
    return fail("its header must be JSON, but is not");
  }
  const { __metadata__, ...entries } = header;
  const arrays: Record<string, SavedArray> = {};
  for (const [name, { dtype, shape, data_offsets: [from, to] }] of Object.entries(entries)) {
    const elementBytes = ELEMENT_BYTES[dtype as SafetensorsType];
    if (elementBytes === undefined) {
      fail(`${name} must have type ${Object.keys(ELEMENT_BYTES).join(", ")}, but has ${dtype}`);
    }
    const count = shape.reduce((product, side) => product * side, 1);
    if (to - from !== count * elementBytes) fail(`${name} has a shape that its bytes do not fill`);
    if (start + to > bytes.length) fail(`it is cut off within ${name}`);
    const values = decodeValues(dtype as SafetensorsType, bytes.slice(start + from, start + to));
    arrays[name] = { dtype: dtype as SafetensorsType, shape, values };
  }
  return { arrays, metadata: (__metadata__ ?? {}) as unknown as Record<string, string> };
}

function decodeValues(dtype: SafetensorsType, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  switch (dtype) {
    case "F32":
      return new Float32Array(bytes.buffer);
    case "F16":
      return new Float32Array(new Float16Array(bytes.buffer));
    case "I64":
      return Float32Array.from(new BigInt64Array(bytes.buffer), Number);
    default:
      return dtype satisfies never;
  }
}
