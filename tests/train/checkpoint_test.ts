import assert from "node:assert/strict";
import { checkOrigin, type Origin, startProgress } from "../../lib/train/checkpoint.ts";
import { TINY } from "../helpers/tiny_run.ts";

const origin: Origin = {
  backend: "tensorflow",
  device: "cpu",
  precision: "float32",
  threads: 2,
  dataHashes: { "faces.csv": "a".repeat(64) },
};
const progress = startProgress(TINY.optimizer, {
  configHash: "hash",
  startedFrom: "another, budget fast, seed 1",
  origin,
  replaces: false,
});

Deno.test("checkOrigin() lets a run go on where it began, and without saying again from which weights", () => {
  checkOrigin(progress, origin, "another, budget fast, seed 1", "cache");
  checkOrigin(progress, origin, null, "cache");
  // Of an earlier version.
  checkOrigin({ ...progress, origin: null }, { ...origin, precision: "bfloat16" }, null, "cache");
});

Deno.test("checkOrigin() refuses what would go on to other bits", () => {
  const cases: readonly [Origin, string | null, RegExp][] = [
    [{ ...origin, backend: "wasm" }, null, /its backend must be tensorflow, but is wasm/],
    [{ ...origin, device: "cuda" }, null, /its device must be cpu, but is cuda/],
    [{ ...origin, precision: "bfloat16" }, null, /its precision must be float32, but is bfloat16/],
    [{ ...origin, threads: 4 }, null, /its number of threads \(--threads\) must be 2, but is 4/],
    [{ ...origin, dataHashes: {} }, null, /data file faces.csv must be a+, but is missing/],
    [origin, "drawn here", /starting weights must be another, .* but is drawn here.*--fresh/],
  ];
  for (const [now, start, message] of cases) {
    assert.throws(() => checkOrigin(progress, now, start, "cache"), message);
  }
});
