/** One computation on several backends: TensorFlow judged by tfjs' plain JavaScript. */
import assert from "node:assert/strict";
import type { Arrays, BackendName, Tensors } from "../../lib/engine/engine.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { hashedUniform } from "./hashed_weights.ts";

export type Results = Readonly<Record<string, Float32Array>>;

/** An array of hashed numbers. */
export function hashedArray(
  name: string,
  shape: readonly number[],
  [low, high]: readonly [number, number] = [-1, 1],
): { shape: readonly number[]; values: Float32Array } {
  const count = shape.reduce((product, side) => product * side, 1);
  return { shape, values: hashedUniform(name, count, low, high) };
}

/** Runs a computation as a compiled step on a backend. */
export async function compute(
  backend: BackendName,
  inputs: Arrays,
  computation: (inputs: Tensors) => Tensors,
): Promise<Results> {
  const engine = await openEngine({ backend, precision: "float32" });
  const state = engine.createState({});
  const step = engine.compile("test", state, (_, given) => ({ outputs: computation(given) }));
  try {
    return await step.run(inputs);
  } finally {
    step.dispose();
    state.dispose();
  }
}

/**
 * Asserts that two results agree.
 *
 * @param tolerance greatest difference, relative to the array's greatest absolute value
 */
export function assertClose(found: Results, expected: Results, tolerance: number): void {
  assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort());
  for (const [name, values] of Object.entries(expected)) {
    assert.equal(found[name]!.length, values.length, `number of values of ${name}`);
    const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    values.forEach((value, i) => {
      const difference = Math.abs(found[name]![i]! - value);
      // Also refuses NaN.
      assert(
        difference <= tolerance * greatest,
        `${name}[${i}] is ${found[name]![i]}, expected ${value}`,
      );
    });
  }
}

/** Asserts that TensorFlow computes what plain JavaScript does, and returns the values. */
export async function assertSameOnBoth(
  inputs: Arrays,
  computation: (inputs: Tensors) => Tensors,
  tolerance = 1e-5,
): Promise<Results> {
  const expected = await compute("cpu", inputs, computation);
  assertClose(await compute("tensorflow", inputs, computation), expected, tolerance);
  return expected;
}
