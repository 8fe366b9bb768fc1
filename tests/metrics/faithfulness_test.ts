import assert from "node:assert/strict";
import { REPORT_EXPLANATION } from "../../lib/figures/report.ts";
import { faithfulnessScores, mostFaithful } from "../../lib/metrics/faithfulness.ts";
import { syntheticStudy } from "../helpers/synthetic_study.ts";

const REFERENCE = REPORT_EXPLANATION;

Deno.test("faithfulnessScores() states means of one part, and the gain with an interval", () => {
  const [first] = faithfulnessScores(syntheticStudy(), "private", REFERENCE);
  // Pictures 1, 3, 5 …: see syntheticStudy().
  assert.equal(first!.n, 20);
  assert(Math.abs(first!.deletion - 0.3) < 1e-9);
  assert(Math.abs(first!.insertion - 0.6) < 1e-9);
  assert(Math.abs(first!.gain.estimate - 0.3) < 1e-9);
  assert(first!.gain.low < 0.3 && first!.gain.high > 0.3);
});

Deno.test("faithfulnessScores() compares picture by picture, so a steady difference is certain", () => {
  const [first, second] = faithfulnessScores(syntheticStudy(), "private", REFERENCE);
  assert.deepEqual([first!.difference.low, first!.difference.high], [0, 0]);
  // The second method is better by a tenth on every picture, however much the pictures differ.
  for (const value of [second!.difference.low, second!.difference.high]) {
    assert(Math.abs(value - 0.1) < 1e-9);
  }
  assert(second!.gain.high - second!.gain.low > 0.05);
});

Deno.test("faithfulnessScores() refuses a reference that is not there, and an empty part", () => {
  const study = syntheticStudy();
  assert.throws(
    () => faithfulnessScores(study, "public", { method: "grad-cam", stage: "features.1" }),
    /grad-cam at features.1: it must be in the study/,
  );
  const none = {
    ...study,
    pictures: study.pictures.map((p) => ({ ...p, usage: "public" as const })),
  };
  assert.throws(() => faithfulnessScores(none, "private", REFERENCE), /at least one picture/);
});

Deno.test("mostFaithful() is the one with the greatest gain", () => {
  const scores = faithfulnessScores(syntheticStudy(), "public", REFERENCE);
  assert.equal(mostFaithful(scores).method, "occlusion");
  assert.throws(() => mostFaithful([]), /there must be one/);
});
