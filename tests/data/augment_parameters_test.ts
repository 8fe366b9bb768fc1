import assert from "node:assert/strict";
import {
  type AugmentParameters,
  drawParameters,
  identityParameters,
} from "../../lib/data/augment_parameters.ts";
import { Random } from "../../lib/data/random.ts";
import type { AugmentationName } from "../../lib/records/run.ts";
import record from "../fixtures/augment/cases.json" with { type: "json" };

const N = 20_000;

/** Draws for N pictures, as `read` sees them. */
function draws<T>(
  strategy: AugmentationName,
  read: (parameters: AugmentParameters) => T,
  size = 64,
): T[] {
  const parameters = identityParameters(), random = new Random();
  return Array.from({ length: N }, (_, picture) => {
    drawParameters(parameters, strategy, size, random.at(9, "augmentation", 1, picture));
    return read(parameters);
  });
}

function share(values: readonly boolean[]): number {
  return values.filter(Boolean).length / values.length;
}

/** Four standard errors of a share of N. */
function near(found: number, expected: number, n = N): boolean {
  return Math.abs(found - expected) < 4 * Math.sqrt((expected * (1 - expected)) / n) + 1e-9;
}

Deno.test("drawParameters() changes nothing when the strategy is none", () => {
  const parameters = identityParameters();
  drawParameters(parameters, "none", 64, new Random().at(1, "augmentation"));
  assert.deepEqual(parameters, identityParameters());
});

Deno.test("drawParameters() flips half of the pictures, the way that the strategy says", () => {
  const axes = (strategy: AugmentationName) =>
    [
      share(draws(strategy, (p) => p.mirror)),
      share(draws(strategy, (p) => p.upsideDown)),
    ] as const;
  const [mirrored, never] = axes("horizontal");
  assert.ok(near(mirrored, 0.5));
  assert.equal(never, 0);
  const [none, upsideDown] = axes("vertical");
  assert.equal(none, 0);
  assert.ok(near(upsideDown, 0.5));
});

Deno.test("drawParameters() keeps the report's probabilities when moderate or aggressive", () => {
  for (const strategy of ["moderate", "aggressive"] as const) {
    const aggressive = strategy === "aggressive";
    assert.ok(near(share(draws(strategy, (p) => p.contrast !== 1)), 0.3));
    assert.ok(near(share(draws(strategy, (p) => p.warp)), 0.7));
    assert.ok(near(share(draws(strategy, (p) => p.mirror)), 0.5));
    assert.ok(near(share(draws(strategy, (p) => p.blur > 1)), aggressive ? 0.1 : 0));
    assert.ok(near(share(draws(strategy, (p) => p.holes > 0)), aggressive ? 0.25 : 0));
  }
});

Deno.test("drawParameters() draws from Albumentations' ranges when moderate", () => {
  const seen = draws("moderate", (p) => ({ ...p }));
  const toned = seen.filter((p) => p.contrast !== 1), warped = seen.filter((p) => p.warp);
  const check = (name: string, values: readonly number[], [low, high, mean]: number[]) => {
    const width = high! - low!;
    assert.ok(Math.abs(Math.min(...values) - low!) < 0.01 * width, `${name}: lowest`);
    assert.ok(Math.abs(Math.max(...values) - high!) < 0.01 * width, `${name}: highest`);
    const found = values.reduce((a, b) => a + b, 0) / values.length;
    assert.ok(Math.abs(found - mean!) < 0.02 * width, `${name}: mean`);
  };
  for (const name of ["contrast", "brightness"] as const) {
    check(name, toned.map((p) => p[name]), record.draws[name]);
  }
  for (const name of ["angle", "scale", "shiftX", "shiftY"] as const) {
    check(name, warped.map((p) => p[name]), record.draws[name]);
  }
});

Deno.test("drawParameters() draws Albumentations' kernels and holes when aggressive at 64", () => {
  const kernels = draws("aggressive", (p) => p.blur).filter((side) => side > 1);
  for (const [side, expected] of Object.entries(record.draws.kernels)) {
    const found = share(kernels.map((kernel) => kernel === Number(side)));
    assert.ok(near(found, expected, kernels.length), `kernel ${side}: ${found}`);
  }
  const boxes = draws("aggressive", (p) => (p.holes > 0 ? [...p.boxes] : null))
    .filter((box) => box !== null);
  assert.deepEqual(record.draws.holes, [8]);
  const [lowest, highest] = record.draws.holeLeft;
  const corners = boxes.flatMap((box) => box.filter((_, i) => i % 4 < 2));
  const sides = boxes.flatMap((box) => box.filter((_, i) => i % 4 >= 2));
  assert.deepEqual([...new Set(sides)], record.draws.holeSides);
  assert.equal(corners.reduce((a, b) => Math.min(a, b)), lowest);
  assert.equal(corners.reduce((a, b) => Math.max(a, b)), highest);
});

Deno.test("drawParameters() shrinks kernels and holes when the pictures are smaller", () => {
  const kernels = new Set(draws("aggressive", (p) => p.blur, 32));
  assert.deepEqual([...kernels].sort(), [1, 3]);
  const boxes = draws("aggressive", (p) => (p.holes > 0 ? [...p.boxes] : null), 32)
    .filter((box) => box !== null).flat();
  const places = boxes.filter((_, i) => i % 4 < 2), sides = boxes.filter((_, i) => i % 4 >= 2);
  assert.deepEqual([...new Set(sides)], [4]);
  assert.equal(places.reduce((a, b) => Math.max(a, b)), 28);
});

Deno.test("drawParameters() keeps the fast recipe's shares and ranges when batch", () => {
  const seen = draws("batch", (p) => ({ ...p, boxes: [...p.boxes.subarray(0, 4)] }), 48);
  assert.ok(near(share(seen.map((p) => p.warp)), 0.8));
  assert.ok(near(share(seen.map((p) => p.mirror)), 0.5));
  assert.ok(near(share(seen.map((p) => p.contrast !== 1)), 0.5));
  const erased = seen.filter((p) => p.holes === 1);
  assert.ok(near(erased.length / N, 0.35));
  for (const { boxes: [left, top, width, height] } of erased) {
    assert.ok(width! >= 7 && width! <= 19 && height! >= 7 && height! <= 19);
    assert.ok(left! >= 0 && top! >= 0 && left! + width! <= 48 && top! + height! <= 48);
  }
});
