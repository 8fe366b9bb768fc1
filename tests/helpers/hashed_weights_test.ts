import assert from "node:assert/strict";
import { hashedMask, hashedPictures, hashedWeights } from "./hashed_weights.ts";
import { assertSampled, type NetworkFixture, readTorchFixture } from "./torch_fixture.ts";

Deno.test("hashedWeights(), hashedPictures() and hashedMask() give Python's numbers", () => {
  const fixture = readTorchFixture<NetworkFixture>("network");
  const made: Record<string, Float32Array> = {
    ...hashedWeights(fixture.shapes),
    pictures: hashedPictures("inference/48", 4, 48),
    mask: hashedMask("mask/0/classifier.1", 4 * 512, 0.4),
  };
  assert.equal(Object.keys(fixture.inputs).length, 8);
  for (const [name, expected] of Object.entries(fixture.inputs)) {
    const values = made[name];
    assert(values !== undefined, `${name} is not made`);
    // The committed decimals have nine digits.
    assertSampled(name, values, expected, 1e-8);
  }
});
