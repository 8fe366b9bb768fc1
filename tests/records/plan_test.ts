import assert from "node:assert/strict";
import { headline } from "../../lib/records/headline.ts";
import {
  classWeightPowers,
  isEvaluated,
  pixelsLeft,
  stageOfEpoch,
  totalEpochs,
} from "../../lib/records/plan.ts";
import type { RunConfig } from "../../lib/records/run.ts";
import { TINY } from "../helpers/tiny_run.ts";
import { syntheticRun } from "../helpers/synthetic_run.ts";

const config: RunConfig = {
  ...TINY,
  loss: { kind: "cross-entropy", classWeightPower: 0.5, gamma: 0 },
  stages: [{ size: 32, epochs: 5, classWeightPower: 0 }, { size: 64, epochs: 2 }],
  evaluationSize: 64,
};

Deno.test("stageOfEpoch() and its kin follow the stages", () => {
  assert.equal(totalEpochs(config), 7);
  assert.deepEqual([1, 5, 6, 7].map((epoch) => stageOfEpoch(config, epoch).size), [32, 32, 64, 64]);
  assert.throws(() => stageOfEpoch(config, 8), /epoch 8/);
  assert.deepEqual(classWeightPowers(config), [0, 0.5]);
});

Deno.test("isEvaluated() is every fourth epoch before the evaluated size, and always at it", () => {
  const evaluated = [1, 2, 3, 4, 5, 6, 7].filter((epoch) => isEvaluated(config, epoch));
  assert.deepEqual(evaluated, [4, 6, 7]);
});

Deno.test("pixelsLeft() counts the rest of this epoch and all of the later ones", () => {
  assert.equal(pixelsLeft(config, 5, 6, 10), 4 * 32 ** 2 + 2 * 10 * 64 ** 2);
  assert.equal(pixelsLeft(config, 7, 10, 10), 0);
});

Deno.test("headline() is PrivateTest where PublicTest alone chose the epoch", () => {
  const { summary, config: { data } } = syntheticRun();
  const apart = { ...summary, private: { ...summary.validation, accuracy: 0.25 } };
  assert.equal(headline({ data }, apart).part, "validation");
  const honest = headline({ data: { ...data, validation: "public" } }, apart);
  assert.deepEqual([honest.part, honest.scores.accuracy], ["PrivateTest", 0.25]);
});
