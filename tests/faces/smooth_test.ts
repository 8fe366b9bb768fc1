import assert from "node:assert/strict";
import { PersonSmoother, Smoother } from "../../lib/faces/smooth.ts";

const near = (actual: ArrayLike<number>, expected: number[]) =>
  expected.forEach((value, i) => assert.ok(Math.abs(actual[i]! - value) < 1e-6, `${actual[i]}`));

Deno.test("Smoother comes 63 % of the way in one time constant, however many frames that takes", () => {
  for (const frames of [1, 7, 60]) {
    const smoother = new Smoother(0.5);
    smoother.update(0, Float32Array.of(1, 0));
    let value = new Float32Array();
    for (let i = 1; i <= frames; i++) {
      value = Float32Array.from(smoother.update(0.5 * i / frames, Float32Array.of(0, 1)));
    }
    near(value, [Math.exp(-1), 1 - Math.exp(-1)]);
  }
});

Deno.test("Smoother starts with the first probabilities and keeps their sum", () => {
  const smoother = new Smoother(2);
  near(smoother.update(10, Float32Array.of(0.2, 0.3, 0.5)), [0.2, 0.3, 0.5]);
  const next = smoother.update(10.4, Float32Array.of(0.9, 0.1, 0));
  assert.ok(Math.abs(next.reduce((sum, p) => sum + p, 0) - 1) < 1e-6);
});

Deno.test("Smoother passes everything through when switched off, and refuses a negative constant", () => {
  const smoother = new Smoother(0);
  smoother.update(0, Float32Array.of(1, 0));
  near(smoother.update(0.01, Float32Array.of(0, 1)), [0, 1]);
  assert.throws(() => new Smoother(-1), /must be 0 seconds or more, but is -1/);
});

Deno.test("PersonSmoother smooths each person alone and forgets those who left", () => {
  const smoother = new PersonSmoother(1);
  smoother.update(1, 0, Float32Array.of(1, 0));
  smoother.update(2, 0, Float32Array.of(0, 1));
  near(smoother.update(1, 1, Float32Array.of(0, 1)), [Math.exp(-1), 1 - Math.exp(-1)]);
  smoother.keep([2]);
  near(smoother.update(1, 2, Float32Array.of(0, 1)), [0, 1]);
  near(smoother.update(2, 1, Float32Array.of(1, 0)), [1 - Math.exp(-1), Math.exp(-1)]);
});
