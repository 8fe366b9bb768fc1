import assert from "node:assert/strict";
import { secondsToAccuracy } from "../../lib/metrics/time.ts";
import { syntheticLog } from "../helpers/synthetic_run.ts";

const log = [0.4, null, 0.8, 0.9].map((valAccuracy, i) => ({
  ...syntheticLog(4)[i]!,
  seconds: 10,
  valAccuracy,
}));

Deno.test("secondsToAccuracy() adds the epochs up to the first that is good enough", () => {
  assert.equal(secondsToAccuracy(log, 0.8), 30);
  assert.equal(secondsToAccuracy(log, 0.4), 10);
});

Deno.test("secondsToAccuracy() is null when no epoch is good enough", () => {
  assert.equal(secondsToAccuracy(log, 0.95), null);
  assert.equal(secondsToAccuracy([], 0.1), null);
});
