/**
 * A TensorFlow graph under construction: nodes with inputs, attributes and control edges, what
 * TensorFlow infers of their outputs, and the function that the whole becomes.
 */
import { type Attribute, attribute, setGraphAttribute } from "./attributes.ts";
import { cString, native, status } from "./library.ts";
import { type Node, type Operation, pack, struct } from "./node.ts";
import type { RawTensor } from "./tensors.ts";

/** Ops whose first inputs form one list of length attribute `N`. */
const LIST_OPS = new Set(["AddN", "ConcatV2", "IdentityN", "Pack"]);

/** What TensorFlow infers of an output. */
export interface Inferred {
  /** Unknown sides are 0. */
  readonly shape: number[];
  readonly dtype: number;
  /** Whether the shape depends on values. */
  readonly opaque: boolean;
}

export class Graph {
  readonly #graph: Deno.PointerObject = native().TF_NewGraph()!;
  readonly #inputs: Node[] = [];
  #operations = 0;

  /** An input of the function, in the order of these calls; `text` is for the program text. */
  placeholder(text: string, shape: readonly number[], dtype: number): Node {
    const operation = this.operation("Placeholder", [
      attribute.type("dtype", dtype),
      attribute.shape("shape", shape),
    ]);
    const node = { operation, index: 0, text };
    this.#inputs.push(node);
    return node;
  }

  /** A constant; takes the tensor's values over, not the tensor. */
  constant(dtype: number, tensor: RawTensor): Operation {
    return this.#make("Const", (node) => {
      setGraphAttribute(node, attribute.type("dtype", dtype));
      native().TF_SetAttrTensor(node, cString("value"), tensor, status().pointer);
      status().check("record a constant");
    });
  }

  /** An op; `after` must have run before it. */
  operation(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Node[] = [],
    after: readonly Operation[] = [],
  ): Operation {
    const tf = native();
    return this.#make(name, (node) => {
      const length = attributes.find((a) => a.name === "N")?.value as number | undefined;
      const list = LIST_OPS.has(name) ? length ?? inputs.length : 0;
      if (list > 0) tf.TF_AddInputList(node, pack(inputs.slice(0, list)), list);
      for (const input of inputs.slice(list)) tf.TF_AddInput(node, struct(input));
      for (const a of attributes) {
        // Derived by TensorFlow from the list's length.
        if (list === 0 || a.name !== "N") setGraphAttribute(node, a);
      }
      for (const operation of after) tf.TF_AddControlInput(node, operation);
    });
  }

  outputCount(operation: Operation): number {
    return native().TF_OperationNumOutputs(operation);
  }

  /** Shape and type of an output. */
  infer(node: Node): Inferred {
    const tf = native();
    const at = struct(node);
    const { pointer } = status();
    const rank = tf.TF_GraphGetTensorNumDims(this.#graph, at, pointer);
    status().check(`infer the rank of ${node.text}`);
    const dims = new BigInt64Array(Math.max(rank, 0));
    if (rank > 0) {
      tf.TF_GraphGetTensorShape(this.#graph, at, dims, rank, pointer);
      status().check(`infer the shape of ${node.text}`);
    }
    const shape = Array.from(dims, Number);
    return {
      shape: shape.map((side) => Math.max(side, 0)),
      dtype: tf.TF_OperationOutputType(at),
      opaque: rank < 0 || shape.some((side) => side < 0),
    };
  }

  /** Tells TensorFlow a shape that it cannot infer. */
  setShape(node: Node, shape: readonly number[]): void {
    const dims = BigInt64Array.from(shape, BigInt);
    const { pointer } = status();
    native().TF_GraphSetTensorShape(this.#graph, struct(node), dims, dims.length, pointer);
    status().check(`set the shape of ${node.text}`);
  }

  /**
   * Adds the graph to the context as a function of its placeholders. `effects`: ops that must run
   * although no output needs them.
   */
  addFunction(
    context: Deno.PointerValue,
    name: string,
    outputs: readonly Node[],
    effects: readonly Operation[],
  ): void {
    const tf = native();
    const addresses = BigUint64Array.from(
      effects,
      (operation) => BigInt(Deno.UnsafePointer.value(operation)),
    );
    const made = tf.TF_GraphToFunctionWithControlOutputs(
      this.#graph,
      cString(name),
      0,
      -1,
      null,
      this.#inputs.length,
      pack(this.#inputs),
      outputs.length,
      pack(outputs),
      null,
      addresses.length,
      addresses,
      null,
      null,
      null,
      status().pointer,
    );
    status().check(`make a function of the recorded step ${name}`);
    tf.TFE_ContextAddFunction(context, made, status().pointer);
    tf.TF_DeleteFunction(made);
    status().check(`add the recorded step ${name}`);
  }

  dispose(): void {
    native().TF_DeleteGraph(this.#graph);
  }

  #make(name: string, describe: (node: Deno.PointerValue) => void): Operation {
    const tf = native();
    const unique = cString(`n${this.#operations++}`);
    const node = tf.TF_NewOperation(this.#graph, cString(name), unique);
    try {
      describe(node);
    } catch (error) {
      // Only finishing a node frees it.
      tf.TF_FinishOperation(node, status().pointer);
      throw error;
    }
    const operation = tf.TF_FinishOperation(node, status().pointer);
    status().check(`record ${name}`);
    return operation!;
  }
}
