/**
 * A recording of one step: the ops that tfjs asks for become nodes of a TensorFlow graph instead of
 * being run, TensorFlow infers their shapes, and the graph ends as a function that replays the
 * whole step in one call. What `tf.function` is to Python, for tfjs.
 *
 * State (weights, moments, running statistics) lives in resource variables outside of the graph.
 * A variable is read when its value is first needed, and written by an assignment or in place by
 * `applyAdam`; control edges keep a read before a write, and a read after a write after it.
 */
import { type Attribute, attribute, setGraphAttribute } from "./attributes.ts";
import { cString, native, status } from "./library.ts";
import { callText, type Node, type Operation, pack, struct, typeText } from "./node.ts";
import { DataType, type RawTensor } from "./tensors.ts";

interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly resource: Node;
  /** The read of the value before the step, made when first needed. */
  read: Node | undefined;
  /** The op that last wrote the variable. */
  written: Operation | undefined;
}

/** What tfjs' kernels learn of an output. */
export interface Metadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** Ops whose first inputs form one list of length attribute `N`. */
const LIST_OPS = new Set(["AddN", "ConcatV2", "IdentityN", "Pack"]);

/** Ops that take what another op reserved for them, whatever its shape. */
const TAKES_OPAQUE = new Set(["FusedBatchNormGradV3"]);

export class Trace {
  readonly graph: Deno.PointerObject = native().TF_NewGraph()!;
  readonly #nodes = new Map<number, Node | (() => Node)>();
  readonly #variables = new Map<number, Variable>();
  readonly #inputs: Node[] = [];
  readonly #writes: Operation[] = [];
  readonly #lines: string[] = [];
  readonly #nextId: () => number;
  #count = 0;

  constructor(nextId: () => number) {
    this.#nextId = nextId;
  }

  /** The program so far, one op a line. */
  get text(): string {
    return this.#lines.join("\n");
  }

  /** Number of ops, inputs and constants not counted. */
  get operations(): number {
    return this.#lines.filter((line) => !/^(input|state|const) /.test(line)).length;
  }

  has(id: number): boolean {
    return this.#nodes.has(id);
  }

  forget(id: number): void {
    if (!this.#variables.has(id)) this.#nodes.delete(id);
  }

  /** An input that is given anew at each call. */
  input(name: string, shape: readonly number[], dtype: number): Metadata {
    const node = this.#placeholder(name, shape, dtype);
    this.#lines.push(`input ${node.text}: ${typeText(dtype, shape)}`);
    return this.#register(node, shape, dtype);
  }

  /** A variable; its value is read at its first use. */
  state(name: string, shape: readonly number[]): Metadata {
    const resource = this.#placeholder(name, [], DataType.RESOURCE);
    this.#lines.push(`state ${resource.text}: ${typeText(DataType.FLOAT, shape)}`);
    const variable: Variable = { name, shape, resource, read: undefined, written: undefined };
    const id = this.#nextId();
    this.#variables.set(id, variable);
    this.#nodes.set(id, () => {
      if (variable.written) {
        throw new Error(`internal: the old value of ${name} is used after it was overwritten`);
      }
      return variable.read = this.#readVariable(variable);
    });
    return { id, shape: [...shape], dtype: DataType.FLOAT };
  }

  /** A constant of the step; takes the tensor's values over, not the tensor. */
  constant(id: number, shape: readonly number[], dtype: number, tensor: RawTensor): void {
    const name = `c${this.#count++}`;
    const node = native().TF_NewOperation(this.graph, cString("Const"), cString(name));
    native().TF_SetAttrType(node, cString("dtype"), dtype);
    native().TF_SetAttrTensor(node, cString("value"), tensor, status().pointer);
    status().check("record a constant");
    const operation = this.#finish(node, "Const");
    this.#lines.push(`const %${name}: ${typeText(dtype, shape)}`);
    this.#nodes.set(id, { operation, index: 0, text: `%${name}` });
  }

  /** Records an op in place of running it. */
  op(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
    after: readonly Operation[] = [],
  ): Metadata[] {
    const nodes = inputs.map((id) => this.#node(id));
    if (nodes.some((node) => node.opaque) && !TAKES_OPAQUE.has(name)) {
      throw new Error(
        `Cannot record ${name}: the shapes of its inputs must follow from the shapes of the step's ` +
          `inputs, but depend on their values`,
      );
    }
    const operation = this.#operation(name, attributes, nodes, after);
    const tf = native();
    const count = Math.min(outputs, tf.TF_OperationNumOutputs(operation));
    const number = this.#count++;
    const results: Metadata[] = [];
    const texts: string[] = [];
    for (let index = 0; index < count; index++) {
      const text = count === 1 ? `%${number}` : `%${number}.${index}`;
      const bare = { operation, index, text };
      const { shape, dtype, opaque } = this.#inferred(bare, name);
      const node = { ...bare, opaque };
      results.push(this.#register(node, shape, dtype));
      texts.push(`${text}: ${typeText(dtype, shape)}`);
    }
    this.#lines.push(`${texts.join(", ")} = ${callText(name, nodes, attributes)}`);
    return results;
  }

  /** The variable whose value before the step this is. */
  variableOf(id: number): string | undefined {
    return this.#variables.get(id)?.name;
  }

  /**
   * `ResourceApplyAdam`: updates a weight and its two moments in place. The scalars are ids of
   * traced values; returns the ids of the three new values.
   */
  applyAdam(
    parameter: number,
    firstMoment: number,
    secondMoment: number,
    scalars: {
      readonly keep: number;
      readonly beta1Power: number;
      readonly beta2Power: number;
      readonly rate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
    },
    gradient: number,
    decays: boolean,
  ): Metadata[] {
    const targets = [parameter, firstMoment, secondMoment].map((id) => this.#variables.get(id)!);
    const after: Operation[] = [];
    if (decays) {
      const [shrunk] = this.op("Mul", [attribute.type("T", DataType.FLOAT)], [
        parameter,
        scalars.keep,
      ], 1);
      after.push(this.#assign(targets[0]!, this.#node(shrunk!.id)));
    }
    const nodes = [
      ...targets.map((variable) => variable.resource),
      ...[scalars.beta1Power, scalars.beta2Power, scalars.rate, scalars.beta1, scalars.beta2]
        .map((id) => this.#node(id)),
      this.#node(scalars.epsilon),
      this.#node(gradient),
    ];
    const attributes = [attribute.type("T", DataType.FLOAT)];
    const update = this.#operation("ResourceApplyAdam", attributes, nodes, [
      ...after,
      ...targets.flatMap((variable) => variable.read ? [variable.read.operation] : []),
    ]);
    this.#lines.push(callText("ResourceApplyAdam", nodes, attributes));
    this.#writes.push(update);
    return targets.map((variable) => this.#overwritten(variable, update));
  }

  /** Writes a new value to the variable of `target`, unless that is what it holds already. */
  write(target: number, value: number): void {
    const variable = this.#variables.get(target)!;
    if (target === value || this.#variables.get(value) === variable) return;
    this.#writes.push(this.#assign(variable, this.#node(value)));
  }

  /** Ends the recording: adds the function to the context under this name. */
  finish(context: Deno.PointerValue, name: string, outputs: readonly number[]): void {
    const tf = native();
    const nodes = outputs.map((id) => this.#node(id));
    const addresses = BigUint64Array.from(
      this.#writes,
      (operation) => BigInt(Deno.UnsafePointer.value(operation)),
    );
    const made = tf.TF_GraphToFunctionWithControlOutputs(
      this.graph,
      cString(name),
      0,
      -1,
      null,
      this.#inputs.length,
      pack(this.#inputs),
      nodes.length,
      pack(nodes),
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
    this.#lines.push(`return ${nodes.map((node) => node.text).join(", ")}`);
  }

  dispose(): void {
    native().TF_DeleteGraph(this.graph);
  }

  #placeholder(name: string, shape: readonly number[], dtype: number): Node {
    const node = native().TF_NewOperation(
      this.graph,
      cString("Placeholder"),
      cString(`in${this.#inputs.length}`),
    );
    setGraphAttribute(node, attribute.type("dtype", dtype));
    setGraphAttribute(node, attribute.shape("shape", shape));
    const result = { operation: this.#finish(node, name), index: 0, text: `%${name}` };
    this.#inputs.push(result);
    return result;
  }

  #readVariable(variable: Variable): Node {
    const after = variable.written ? [variable.written] : [];
    const attributes = [attribute.type("dtype", DataType.FLOAT)];
    const operation = this.#operation("ReadVariableOp", attributes, [variable.resource], after);
    const node = { operation, index: 0, text: `%${this.#count++}` };
    const dims = BigInt64Array.from(variable.shape, BigInt);
    native().TF_GraphSetTensorShape(
      this.graph,
      struct(node),
      dims,
      dims.length,
      status().pointer,
    );
    status().check("set the shape of a variable");
    this.#lines.push(
      `${node.text}: ${
        typeText(DataType.FLOAT, variable.shape)
      } = ReadVariableOp(${variable.resource.text})`,
    );
    return node;
  }

  #assign(variable: Variable, value: Node): Operation {
    const attributes = [attribute.type("dtype", DataType.FLOAT)];
    const nodes = [variable.resource, value];
    const after = [variable.read?.operation, variable.written].filter((op) => op !== undefined);
    const operation = this.#operation("AssignVariableOp", attributes, nodes, after);
    this.#lines.push(callText("AssignVariableOp", nodes, attributes));
    return operation;
  }

  /** The variable's value after a write in place: read only if something asks for it. */
  #overwritten(variable: Variable, update: Operation): Metadata {
    variable.written = update;
    const id = this.#nextId();
    this.#variables.set(id, variable);
    this.#nodes.set(id, () => this.#readVariable(variable));
    return { id, shape: [...variable.shape], dtype: DataType.FLOAT };
  }

  #operation(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Node[],
    after: readonly Operation[],
  ): Operation {
    const tf = native();
    const node = tf.TF_NewOperation(this.graph, cString(name), cString(`n${this.#count++}`));
    const length = attributes.find((a) => a.name === "N")?.value as number | undefined;
    const list = LIST_OPS.has(name) ? length ?? inputs.length : 0;
    if (list > 0) tf.TF_AddInputList(node, pack(inputs.slice(0, list)), list);
    for (const input of inputs.slice(list)) tf.TF_AddInput(node, struct(input));
    for (const a of attributes) {
      // Derived by TensorFlow from the list's length.
      if (list === 0 || a.name !== "N") setGraphAttribute(node, a);
    }
    for (const operation of after) tf.TF_AddControlInput(node, operation);
    return this.#finish(node, name);
  }

  #finish(node: Deno.PointerValue, name: string): Operation {
    const operation = native().TF_FinishOperation(node, status().pointer);
    status().check(`record ${name}`);
    return operation!;
  }

  #inferred(node: Node, name: string): { shape: number[]; dtype: number; opaque: boolean } {
    const tf = native();
    const at = struct(node);
    const { pointer } = status();
    const rank = tf.TF_GraphGetTensorNumDims(this.graph, at, pointer);
    status().check(`infer the shape of ${name}`);
    const dims = new BigInt64Array(Math.max(rank, 0));
    if (rank > 0) tf.TF_GraphGetTensorShape(this.graph, at, dims, rank, pointer);
    const shape = Array.from(dims, Number);
    const opaque = rank < 0 || shape.some((side) => side < 0);
    const dtype = tf.TF_OperationOutputType(at);
    return { shape: shape.map((side) => Math.max(side, 0)), dtype, opaque };
  }

  #register(node: Node, shape: readonly number[], dtype: number): Metadata {
    const id = this.#nextId();
    this.#nodes.set(id, node);
    return { id, shape: [...shape], dtype };
  }

  #node(id: number): Node {
    const node = this.#nodes.get(id);
    if (!node) throw new Error(`internal: tensor ${id} is not part of the recorded step`);
    if (typeof node !== "function") return node;
    const made = node();
    this.#nodes.set(id, made);
    return made;
  }
}
