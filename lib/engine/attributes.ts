/**
 * Attributes of an op, set on an eager op or on a node of a graph: the two halves of the C API
 * differ in names only.
 */
import { cString, native, status } from "./library.ts";

/** Kinds of attribute, as tfjs-node numbers them for its binding. */
export const AttributeType = {
  STRING: 0,
  INT: 1,
  FLOAT: 2,
  BOOL: 3,
  TYPE: 4,
  SHAPE: 5,
  RESOURCE: 99,
} as const;

/** One attribute as tfjs-node's kernels give it. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** Short hands for the engine's own kernels. */
export const attribute = {
  string: (name: string, value: string): Attribute => ({ name, type: AttributeType.STRING, value }),
  int: (name: string, value: number | readonly number[]): Attribute => ({
    name,
    type: AttributeType.INT,
    value,
  }),
  float: (name: string, value: number): Attribute => ({ name, type: AttributeType.FLOAT, value }),
  bool: (name: string, value: boolean): Attribute => ({ name, type: AttributeType.BOOL, value }),
  type: (name: string, value: number): Attribute => ({ name, type: AttributeType.TYPE, value }),
  shape: (name: string, value: readonly number[]): Attribute => ({
    name,
    type: AttributeType.SHAPE,
    value,
  }),
};

const encoder = new TextEncoder();

/** tfjs seeds with fractions; tfjs-node's own binding cuts them off, too. */
const integer = (value: unknown) => BigInt(Math.trunc(value as number));

/** Sets an attribute on a `TFE_Op`. */
export function setEagerAttribute(op: Deno.PointerValue, { name, type, value }: Attribute): void {
  const tf = native();
  const key = cString(name);
  switch (type) {
    case AttributeType.STRING: {
      const bytes = encoder.encode(String(value));
      return tf.TFE_OpSetAttrString(op, key, bytes, BigInt(bytes.length));
    }
    case AttributeType.INT:
      if (!Array.isArray(value)) return tf.TFE_OpSetAttrInt(op, key, integer(value));
      return tf.TFE_OpSetAttrIntList(op, key, BigInt64Array.from(value, BigInt), value.length);
    case AttributeType.FLOAT:
      return tf.TFE_OpSetAttrFloat(op, key, value as number);
    case AttributeType.BOOL:
      return tf.TFE_OpSetAttrBool(op, key, value ? 1 : 0);
    case AttributeType.TYPE:
      if (!Array.isArray(value)) return tf.TFE_OpSetAttrType(op, key, value as number);
      return tf.TFE_OpSetAttrTypeList(op, key, Int32Array.from(value), value.length);
    case AttributeType.SHAPE: {
      const dims = BigInt64Array.from(value as number[], BigInt);
      tf.TFE_OpSetAttrShape(op, key, dims, dims.length, status().pointer);
      return status().check(`set attribute ${name}`);
    }
    default:
      throw new Error(`internal: attribute ${name} has unknown type ${type}`);
  }
}

/** Sets an attribute on a `TF_OperationDescription`. */
export function setGraphAttribute(node: Deno.PointerValue, { name, type, value }: Attribute): void {
  const tf = native();
  const key = cString(name);
  switch (type) {
    case AttributeType.STRING: {
      const bytes = encoder.encode(String(value));
      return tf.TF_SetAttrString(node, key, bytes, BigInt(bytes.length));
    }
    case AttributeType.INT:
      if (!Array.isArray(value)) return tf.TF_SetAttrInt(node, key, integer(value));
      return tf.TF_SetAttrIntList(node, key, BigInt64Array.from(value, BigInt), value.length);
    case AttributeType.FLOAT:
      return tf.TF_SetAttrFloat(node, key, value as number);
    case AttributeType.BOOL:
      return tf.TF_SetAttrBool(node, key, value ? 1 : 0);
    case AttributeType.TYPE:
      if (!Array.isArray(value)) return tf.TF_SetAttrType(node, key, value as number);
      return tf.TF_SetAttrTypeList(node, key, Int32Array.from(value), value.length);
    case AttributeType.SHAPE: {
      const dims = BigInt64Array.from(value as number[], BigInt);
      return tf.TF_SetAttrShape(node, key, dims, dims.length);
    }
    default:
      throw new Error(`internal: attribute ${name} has unknown type ${type}`);
  }
}
