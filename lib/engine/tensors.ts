/**
 * Native tensors: from bytes to a handle and back, and the count of live handles that the leak
 * tests watch (`tf.memory()` does not see the outputs of a replayed program).
 */
import { native, Status, status } from "./library.ts";

/** `TF_DataType` of the types in use. */
export const DataType = {
  FLOAT: 1,
  INT32: 3,
  UINT8: 4,
  STRING: 7,
  COMPLEX64: 8,
  INT64: 9,
  BOOL: 10,
  RESOURCE: 20,
} as const;

/** Size of an element in bytes; a string is a `TF_TString`. */
const ELEMENT_BYTES: Readonly<Record<number, number>> = {
  [DataType.FLOAT]: 4,
  [DataType.INT32]: 4,
  [DataType.UINT8]: 1,
  [DataType.STRING]: 24,
  [DataType.COMPLEX64]: 8,
  [DataType.INT64]: 8,
  [DataType.BOOL]: 1,
};

/** Values as tfjs hands them over. */
export type Values =
  | Float32Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | readonly number[]
  | readonly Uint8Array[];

/** An eager tensor's handle, `TFE_TensorHandle*`. */
export type Handle = Deno.PointerObject;

/** A tensor outside of any context, `TF_Tensor*`. */
export type RawTensor = Deno.PointerObject;

let live = 0;

/** Number of native tensor handles that were made and not yet deleted. */
export function liveHandles(): number {
  return live;
}

/** Takes over a handle that an op returned. */
export function adoptHandle(address: bigint): Handle {
  live++;
  return Deno.UnsafePointer.create(address)!;
}

export function deleteHandle(handle: Handle): void {
  live--;
  native().TFE_DeleteTensorHandle(handle);
}

/** A handle of these values; the caller deletes it. */
export function createHandle(
  shape: readonly number[],
  dtype: number,
  values: Values,
): Handle {
  const tensor = createRawTensor(shape, dtype, values);
  const handle = native().TFE_NewTensorHandle(tensor, status().pointer);
  native().TF_DeleteTensor(tensor);
  status().check("make a tensor handle");
  live++;
  return handle!;
}

/** A `TF_Tensor` of these values; the caller deletes it. */
function createRawTensor(
  shape: readonly number[],
  dtype: number,
  values: Values,
): RawTensor {
  const elementBytes = ELEMENT_BYTES[dtype];
  if (elementBytes === undefined) {
    throw new Error(`internal: no tensor of data type ${dtype} can be made from values`);
  }
  const count = shape.reduce((product, side) => product * side, 1);
  const byteLength = count * elementBytes;
  const dims = BigInt64Array.from(shape, BigInt);
  const tensor = native().TF_AllocateTensor(dtype, dims, shape.length, BigInt(byteLength));
  if (!tensor) throw new Error(`Cannot allocate a tensor of ${byteLength} bytes: memory is full`);
  if (byteLength === 0) return tensor;
  try {
    const data = native().TF_TensorData(tensor)!;
    if (dtype === DataType.STRING) writeStrings(data, values as readonly Uint8Array[], count);
    else bytesAt(data, byteLength).set(toBytes(dtype, values, byteLength));
    return tensor;
  } catch (error) {
    native().TF_DeleteTensor(tensor);
    throw error;
  }
}

function toBytes(dtype: number, values: Values, byteLength: number): Uint8Array {
  const typed = ArrayBuffer.isView(values) ? values : undefined;
  const matches = dtype === DataType.FLOAT || dtype === DataType.COMPLEX64
    ? typed instanceof Float32Array
    : dtype === DataType.INT32
    ? typed instanceof Int32Array
    : dtype === DataType.INT64
    // tfjs-node hands over an int64 as two int32 halves.
    ? typed instanceof Int32Array && typed.byteLength === byteLength
    : typed instanceof Uint8Array;
  const view = matches ? typed! : convert(dtype, values as ArrayLike<number>);
  if (view.byteLength < byteLength) {
    throw new Error(
      `Cannot make a tensor: ${byteLength} bytes of values must be given, but ${view.byteLength} are`,
    );
  }
  return new Uint8Array(view.buffer, view.byteOffset, byteLength);
}

function convert(dtype: number, values: ArrayLike<number>): ArrayBufferView {
  switch (dtype) {
    case DataType.FLOAT:
    case DataType.COMPLEX64:
      return Float32Array.from(values);
    case DataType.INT32:
      return Int32Array.from(values);
    case DataType.INT64:
      return BigInt64Array.from(values, BigInt);
    default:
      return Uint8Array.from(values);
  }
}

function writeStrings(data: Deno.PointerObject, values: readonly Uint8Array[], count: number) {
  for (let i = 0; i < count; i++) {
    const at = Deno.UnsafePointer.offset(data, i * 24);
    const bytes = new Uint8Array(values[i]!);
    native().TF_StringInit(at);
    native().TF_StringCopy(at, bytes, BigInt(bytes.byteLength));
  }
}

function readStrings(data: Deno.PointerObject, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => {
    const at = Deno.UnsafePointer.offset(data, i * 24);
    const size = Number(native().TF_StringGetSize(at));
    const start = native().TF_StringGetDataPointer(at);
    return start && size > 0 ? bytesAt(start, size).slice() : new Uint8Array();
  });
}

/** A view of native memory. */
function bytesAt(data: Deno.PointerObject, byteLength: number): Uint8Array {
  return new Uint8Array(Deno.UnsafePointerView.getArrayBuffer(data, byteLength));
}

/** Shape and data type of a handle. */
export function describeHandle(handle: Handle): { shape: number[]; dtype: number } {
  const { pointer } = status();
  const rank = native().TFE_TensorHandleNumDims(handle, pointer);
  status().check("read a tensor's rank");
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    shape.push(Number(native().TFE_TensorHandleDim(handle, axis, pointer)));
    status().check("read a tensor's shape");
  }
  return { shape, dtype: native().TFE_TensorHandleDataType(handle) };
}

/** A copy of a handle's values. Waits for the device. Strings come as an array of bytes. */
export function readHandle(handle: Handle, own: Status = status()) {
  const tensor = native().TFE_TensorHandleResolve(handle, own.pointer);
  own.check("read a tensor");
  try {
    const dtype = native().TFE_TensorHandleDataType(handle);
    const byteLength = Number(native().TF_TensorByteSize(tensor));
    const data = byteLength > 0 ? native().TF_TensorData(tensor) : null;
    if (dtype === DataType.STRING) {
      return data ? readStrings(data, Number(native().TF_TensorElementCount(tensor))) : [];
    }
    const bytes = data ? bytesAt(data, byteLength).slice() : new Uint8Array();
    switch (dtype) {
      case DataType.FLOAT:
      case DataType.COMPLEX64:
        return new Float32Array(bytes.buffer);
      case DataType.INT32:
        return new Int32Array(bytes.buffer);
      case DataType.INT64:
        return Int32Array.from(new BigInt64Array(bytes.buffer), Number);
      default:
        return bytes;
    }
  } finally {
    native().TF_DeleteTensor(tensor);
  }
}

/** The tensor inside a handle, shared, not copied; the caller deletes it. */
export function resolveHandle(handle: Handle): RawTensor {
  const tensor = native().TFE_TensorHandleResolve(handle, status().pointer);
  status().check("read a tensor");
  return tensor!;
}
