import assert from "node:assert/strict";
import type { FaceSet } from "../../lib/data/faces.ts";
import { batchSource } from "../../lib/train/batches.ts";
import { TINY } from "../helpers/tiny_run.ts";

/** Three pictures of the first class and one of the second: balanced weights 2/3 and 2. */
const set: FaceSet = {
  name: "four",
  classes: ["happy", "sad"],
  width: 48,
  height: 48,
  pixels: new Uint8Array(4 * 48 * 48),
  labels: Uint8Array.of(0, 0, 0, 1),
  rows: ["1", "2", "3", "4"],
  usage: ["training", "training", "training", "training"],
};

Deno.test("batchSource() weights each stage by its own power, else by the loss's", () => {
  const config = {
    ...TINY,
    augmentation: "none" as const,
    batch: 4,
    loss: { kind: "cross-entropy" as const, classWeightPower: 1, gamma: 0 },
    stages: [{ size: 32, epochs: 2, classWeightPower: 0 }, { size: 48, epochs: 1 }],
  };
  const source = batchSource(config, set, { mean: 0, std: 1 });
  const first = source.batch(2, 0);
  assert.deepEqual([...first.weights!.values], [1, 1, 1, 1]);
  assert.deepEqual(first.pictures!.shape, [4, 32, 32, 1]);
  const last = source.batch(3, 0);
  const weights = [...last.weights!.values].sort((a, b) => a - b);
  const expected = [2 / 3, 2 / 3, 2 / 3, 2];
  weights.forEach((weight, i) => assert.ok(Math.abs(weight - expected[i]!) < 1e-6));
  assert.deepEqual(last.pictures!.shape, [4, 48, 48, 1]);
});
