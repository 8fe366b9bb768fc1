/**
 * A recording of one step: the ops that tfjs asks for become nodes of a TensorFlow graph instead of
 * being run, TensorFlow infers their shapes, and the graph ends as a function that replays the
 * whole step in one call. What `tf.function` is to Python, for tfjs.
 *
 * State (weights, moments, running statistics) lives in resource variables outside of the graph,
 * unless it is frozen into constants.
 * A variable is read when its value is first needed, and written by an assignment or in place by
 * `applyAdam`; control edges keep a read before a write, and a read after a write after it.
 */
import { type Attribute, attribute } from "./attributes.ts";
import { Graph } from "./graph.ts";
import { callText, type Node, type Operation, typeText, valuesText } from "./node.ts";
import { DataType, type RawTensor } from "./tensors.ts";

interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly resource: Node;
  /** The tensor that stands for what the variable holds now. */
  current: number;
  /** The op that last wrote the variable. */
  written: Operation | undefined;
  /** Reads since then: the next write waits for them. */
  reads: Operation[];
}

/** What tfjs' kernels learn of an output. */
export interface Metadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** Ops that take what another op reserved for them, whatever its shape. */
const TAKES_OPAQUE = new Set(["FusedBatchNormGradV3"]);

export class Trace {
  readonly #graph = new Graph();
  readonly #nodes = new Map<number, Node | (() => Node)>();
  readonly #variables = new Map<number, Variable>();
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

  has(id: number): boolean {
    return this.#nodes.has(id);
  }

  forget(id: number): void {
    if (!this.#variables.has(id)) this.#nodes.delete(id);
  }

  /** An input that is given anew at each call. */
  input(name: string, shape: readonly number[], dtype: number): Metadata {
    const node = this.#graph.placeholder(`%${name}`, shape, dtype);
    this.#lines.push(`input ${node.text}: ${typeText(dtype, shape)}`);
    return this.#register(node, shape, dtype);
  }

  /** A variable; its value is read at its first use. */
  state(name: string, shape: readonly number[]): Metadata {
    const resource = this.#graph.placeholder(`%${name}`, [], DataType.RESOURCE);
    this.#lines.push(`state ${resource.text}: ${typeText(DataType.FLOAT, shape)}`);
    return this.#valueOf({ name, shape, resource, current: -1, written: undefined, reads: [] });
  }

  /**
   * An array that never changes: a constant, recorded at its first use. `withTensor` lends the
   * tensor of its values.
   */
  frozen(
    name: string,
    shape: readonly number[],
    withTensor: (use: (tensor: RawTensor) => Operation) => Operation,
  ): Metadata {
    const id = this.#nextId();
    this.#nodes.set(id, () => {
      const text = `%${name}`;
      this.#lines.push(`const ${text}: ${typeText(DataType.FLOAT, shape)}`);
      const make = (tensor: RawTensor) => this.#graph.constant(DataType.FLOAT, tensor);
      return { operation: withTensor(make), index: 0, text };
    });
    return { id, shape: [...shape], dtype: DataType.FLOAT };
  }

  /** A constant of the step; takes the tensor's values over, not the tensor. Shows `values`. */
  constant(
    id: number,
    shape: readonly number[],
    dtype: number,
    tensor: RawTensor,
    values: ArrayLike<unknown>,
  ): void {
    const text = `%c${this.#count++}`;
    this.#nodes.set(id, { operation: this.#graph.constant(dtype, tensor), index: 0, text });
    this.#lines.push(`const ${text}: ${typeText(dtype, shape)}${valuesText(shape, values)}`);
  }

  /** Records an op in place of running it. */
  op(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): Metadata[] {
    const nodes = inputs.map((id) => this.#node(id));
    if (nodes.some((node) => node.opaque) && !TAKES_OPAQUE.has(name)) {
      throw new Error(
        `Cannot record ${name}: the shapes of its inputs must follow from the shapes of the step's ` +
          `inputs, but depend on their values`,
      );
    }
    const operation = this.#graph.operation(name, attributes, nodes);
    const count = Math.min(outputs, this.#graph.outputCount(operation));
    const number = this.#count++;
    const results: Metadata[] = [];
    const texts: string[] = [];
    for (let index = 0; index < count; index++) {
      const text = count === 1 ? `%${number}` : `%${number}.${index}`;
      const bare = { operation, index, text };
      const { shape, dtype, opaque } = this.#graph.infer(bare);
      const node = { ...bare, opaque };
      results.push(this.#register(node, shape, dtype));
      texts.push(`${text}: ${typeText(dtype, shape)}`);
    }
    this.#lines.push(`${texts.join(", ")} = ${callText(name, nodes, attributes)}`);
    return results;
  }

  /** Whether this tensor stands for what a variable holds now. */
  isVariable(id: number): boolean {
    return this.#variables.get(id)?.current === id;
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
    const attributes = [attribute.type("T", DataType.FLOAT)];
    if (decays) {
      const [shrunk] = this.op("Mul", attributes, [parameter, scalars.keep], 1);
      this.#assign(targets[0]!, this.#node(shrunk!.id));
    }
    const nodes = [
      ...targets.map((variable) => variable.resource),
      ...[scalars.beta1Power, scalars.beta2Power, scalars.rate, scalars.beta1, scalars.beta2]
        .map((id) => this.#node(id)),
      this.#node(scalars.epsilon),
      this.#node(gradient),
    ];
    this.#write("ResourceApplyAdam", attributes, nodes, targets);
    return targets.map((variable) => this.#valueOf(variable));
  }

  /**
   * Ends the recording: adds the function to the context under this name. `values`: new values of
   * variables, by name.
   */
  finish(
    context: Deno.PointerValue,
    name: string,
    outputs: readonly number[],
    values: ReadonlyMap<string, number>,
  ): void {
    const nodes = outputs.map((id) => this.#node(id));
    this.#update(values);
    this.#graph.addFunction(context, name, nodes, this.#writes);
    this.#lines.push(`return ${nodes.map((node) => node.text).join(", ")}`);
  }

  dispose(): void {
    this.#graph.dispose();
  }

  /** Assigns the new values that no op has written in place. */
  #update(values: ReadonlyMap<string, number>): void {
    const assigned: [Variable, Node][] = [];
    for (const variable of new Set(this.#variables.values())) {
      const value = values.get(variable.name);
      if (value === variable.current) continue;
      if (variable.written) {
        throw new Error(
          `Cannot record the step: ${variable.name} is updated in place, so the step must return ` +
            `the updated value as its new state`,
        );
      }
      if (value !== undefined) assigned.push([variable, this.#node(value)]);
    }
    // Last: a new value may be the old one of another variable.
    for (const [variable, node] of assigned) this.#assign(variable, node);
  }

  /** A tensor of what the variable holds from here on, read when something asks for it. */
  #valueOf(variable: Variable): Metadata {
    const id = this.#nextId();
    const { written } = variable;
    variable.current = id;
    this.#variables.set(id, variable);
    this.#nodes.set(id, () => {
      if (variable.written !== written) {
        throw new Error(
          `Cannot record the step: it uses a value of ${variable.name} after that was overwritten`,
        );
      }
      return this.#read(variable);
    });
    return { id, shape: [...variable.shape], dtype: DataType.FLOAT };
  }

  #read(variable: Variable): Node {
    const after = variable.written ? [variable.written] : [];
    const attributes = [attribute.type("dtype", DataType.FLOAT)];
    const inputs = [variable.resource];
    const operation = this.#graph.operation("ReadVariableOp", attributes, inputs, after);
    variable.reads.push(operation);
    const node = { operation, index: 0, text: `%${this.#count++}` };
    this.#graph.setShape(node, variable.shape);
    const type = typeText(DataType.FLOAT, variable.shape);
    this.#lines.push(`${node.text}: ${type} = ReadVariableOp(${variable.resource.text})`);
    return node;
  }

  #assign(variable: Variable, value: Node): void {
    const attributes = [attribute.type("dtype", DataType.FLOAT)];
    this.#write("AssignVariableOp", attributes, [variable.resource, value], [variable]);
  }

  /** An op that overwrites variables, after whatever read or wrote them before. */
  #write(
    name: string,
    attributes: readonly Attribute[],
    nodes: readonly Node[],
    targets: readonly Variable[],
  ): void {
    const after = targets.flatMap(({ reads, written }) => written ? [...reads, written] : reads);
    const operation = this.#graph.operation(name, attributes, nodes, after);
    for (const variable of targets) {
      variable.written = operation;
      variable.reads = [];
    }
    this.#writes.push(operation);
    this.#lines.push(callText(name, nodes, attributes));
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
