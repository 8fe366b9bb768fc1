/** Outputs of a graph's operations: how the C API takes them, and how a program's text shows them. */
import type { Attribute } from "./attributes.ts";
import { DataType } from "./tensors.ts";

/** `TF_Operation*`. */
export type Operation = Deno.PointerObject;

/** One output of a node, and what the program text calls it. */
export interface Node {
  readonly operation: Operation;
  readonly index: number;
  readonly text: string;
  /** Whether the shape depends on values: such a result only passes from op to op of one kind. */
  readonly opaque?: boolean;
}

/** `TF_Output` as the bytes of its struct. */
export function struct(node: Node): Uint8Array<ArrayBuffer> {
  return pack([node]);
}

/** An array of `TF_Output`. */
export function pack(nodes: readonly Node[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16 * nodes.length);
  const view = new DataView(bytes.buffer);
  nodes.forEach((node, i) => {
    view.setBigUint64(16 * i, BigInt(Deno.UnsafePointer.value(node.operation)), true);
    view.setInt32(16 * i + 8, node.index, true);
  });
  return bytes;
}

const TYPE_NAMES: Readonly<Record<number, string>> = {
  [DataType.FLOAT]: "f32",
  [DataType.INT32]: "i32",
  [DataType.INT64]: "i64",
  [DataType.BOOL]: "bool",
  [DataType.STRING]: "string",
  [DataType.RESOURCE]: "variable",
};

/** Type and shape, e.g. `f32[32,64]`. */
export function typeText(dtype: number, shape: readonly number[]): string {
  return `${TYPE_NAMES[dtype] ?? `type${dtype}`}[${shape.join(",")}]`;
}

/** Values of a constant, e.g. ` = [1, 0.5]`; nothing where none are given. */
export function valuesText(shape: readonly number[], values: ArrayLike<unknown>): string {
  const shown = Array.from(
    values,
    // Seven digits tell float32 numbers apart as far as a reader cares.
    (value) => typeof value === "number" ? Number(value.toPrecision(7)) : JSON.stringify(value),
  );
  if (shown.length === 0) return "";
  return ` = ${shape.length === 0 ? shown[0] : `[${shown.join(", ")}]`}`;
}

/** A call, e.g. `Conv2D(%1, %2) {padding=SAME}`. */
export function callText(
  name: string,
  inputs: readonly Node[],
  attributes: readonly Attribute[],
): string {
  const shown = attributes
    .filter((a) => typeof a.value !== "object" || Array.isArray(a.value))
    .filter((a) => !/^(T|U|Tidx|Tshape|dtype|N|use_cudnn_on_gpu)$/.test(a.name))
    .map((a) => `${a.name}=${Array.isArray(a.value) ? `[${a.value.join(",")}]` : a.value}`);
  const options = shown.length > 0 ? ` {${shown.join(", ")}}` : "";
  return `${name}(${inputs.map((node) => node.text).join(", ")})${options}`;
}
