import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { attribute } from "../../lib/engine/attributes.ts";
import type { Binding } from "../../lib/engine/binding.ts";
import { openEngine } from "../../lib/engine/open.ts";
import {
  createHandle,
  DataType,
  deleteHandle,
  describeHandle,
  liveHandles,
  readHandle,
  type Values,
} from "../../lib/engine/tensors.ts";

await openEngine({ precision: "float32" });
const { binding } = tf.backend() as unknown as { readonly binding: Binding };

/** Values after the way to TensorFlow, through an op and back. */
function roundTrip(shape: readonly number[], dtype: number, values: Values) {
  const handle = createHandle(shape, dtype, values);
  const [copy] = binding.run("Identity", [attribute.type("T", dtype)], [handle], 1);
  try {
    assert.deepEqual(describeHandle(copy!), { shape, dtype });
    return readHandle(copy!);
  } finally {
    [handle, copy!].forEach(deleteHandle);
  }
}

Deno.test("createHandle() and readHandle() keep values of every type", () => {
  const before = liveHandles();
  const bytes = (...texts: string[]) => texts.map((text) => new TextEncoder().encode(text));
  const texts = bytes(
    "",
    "short",
    "grüße 🙂",
    "longer than the 22 bytes that a string holds inside",
  );
  assert.deepEqual(roundTrip([2, 2], DataType.STRING, texts), texts);
  // tfjs knows integers of 32 bits; tfjs-node hands one of 64 over as two halves.
  const halves = Int32Array.of(5, 0, -1, -1);
  assert.deepEqual(roundTrip([2], DataType.INT64, halves), Int32Array.of(5, -1));
  assert.deepEqual(roundTrip([2], DataType.INT64, [7, -9]), Int32Array.of(7, -9));
  const floats = Float32Array.of(1.5, -0, NaN, Infinity, 1e-42);
  assert.deepEqual(roundTrip([5], DataType.FLOAT, floats), floats);
  assert.deepEqual(roundTrip([], DataType.INT32, [-7]), Int32Array.of(-7));
  assert.deepEqual(roundTrip([3], DataType.BOOL, [1, 0, 1]), Uint8Array.of(1, 0, 1));
  assert.deepEqual(roundTrip([2], DataType.UINT8, [0, 255]), Uint8Array.of(0, 255));
  assert.deepEqual(roundTrip([1], DataType.COMPLEX64, [1, -2]), Float32Array.of(1, -2));
  assert.deepEqual(roundTrip([0, 3], DataType.FLOAT, []), new Float32Array());
  assert.equal(liveHandles(), before);
});

Deno.test("createHandle() refuses too few values and leaves nothing behind", () => {
  const before = liveHandles();
  assert.throws(() => createHandle([4], DataType.FLOAT, [1, 2]), /16 bytes .* but 8 are/);
  assert.throws(() => createHandle([1], DataType.RESOURCE, [1]), /no tensor of data type 20/);
  assert.equal(liveHandles(), before);
});

Deno.test("strings pass through tfjs", async () => {
  const texts = ["a", "grüße", ""];
  const row = tf.tensor1d(texts, "string");
  const column = tf.expandDims(row, 1);
  assert.deepEqual(await column.array() as unknown, texts.map((text) => [text]));
  tf.dispose([row, column]);
});

Deno.test("run() says which op failed and why, and leaves nothing behind", () => {
  const handle = createHandle([2], DataType.FLOAT, [1, 2]);
  const before = liveHandles();
  const type = attribute.type("T", DataType.FLOAT);
  assert.throws(() => binding.run("NoSuchOp", [], [], 1), /TensorFlow cannot make op NoSuchOp/);
  assert.throws(() => binding.run("MatMul", [type], [handle, handle], 1), /cannot run op MatMul: /);
  assert.throws(() => binding.run("Neg", [type], [handle, handle], 1), /op Neg/);
  assert.equal(liveHandles(), before);
  deleteHandle(handle);
});
