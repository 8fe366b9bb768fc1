import assert from "node:assert/strict";
import type { OptimizerConfig, ScheduleConfig } from "../../lib/records/run.ts";
import { afterEpoch, rateAt, startSchedule } from "../../lib/train/schedule.ts";
import { readTorchFixture } from "../helpers/torch_fixture.ts";
import type { RulesFixture } from "../helpers/torch_rules.ts";

const { plateau, oneCycle } = readTorchFixture<RulesFixture>("rules");

const OPTIMIZER: OptimizerConfig = {
  kind: "adamw",
  learningRate: plateau.settings.start,
  weightDecay: 0.01,
  decayAll: true,
  clipNorm: null,
};
const PLATEAU: Extract<ScheduleConfig, { kind: "plateau" }> = {
  kind: "plateau",
  factor: 0.5,
  patience: 3,
  stopAfter: 25,
  minDelta: 1e-4,
  minRate: 1e-6,
};

for (const [name, { losses, rates }] of Object.entries(plateau.scenarios)) {
  Deno.test(`afterEpoch() has the rates of PyTorch's ReduceLROnPlateau when losses are "${name}"`, () => {
    let state = startSchedule(OPTIMIZER);
    const found = losses.map((loss) => {
      state = afterEpoch(PLATEAU, state, loss ?? NaN).state;
      return rateAt(PLATEAU, OPTIMIZER, state, 0.5);
    });
    assert.deepEqual(found, rates);
  });
}

Deno.test("afterEpoch() stops when no loss was lower by minDelta for stopAfter epochs", () => {
  let state = startSchedule(OPTIMIZER);
  const schedule = { ...PLATEAU, stopAfter: 3 };
  const stops = [1, 0.9, 0.89995, 0.8999, 0.8998, 0.9, 0.9, 0.9].map((loss) => {
    const after = afterEpoch(schedule, state, loss);
    state = after.state;
    return after.stop;
  });
  // 0.8998 is the first to be lower than 0.9 by more than 1e-4.
  assert.deepEqual(stops, [null, null, null, null, null, null, null, "no better loss"]);
});

Deno.test("afterEpoch() stops when the rate falls under minRate", () => {
  let state = startSchedule(OPTIMIZER);
  const schedule = { ...PLATEAU, patience: 0, stopAfter: 100 };
  for (let epoch = 1;; epoch++) {
    const after = afterEpoch(schedule, state, 1);
    state = after.state;
    assert(epoch < 20, "the run goes on");
    if (after.stop === null) continue;
    assert.equal(after.stop, "smallest rate");
    assert(state.rate < 1e-6 && state.rate >= 0.5e-6, `rate ${state.rate}`);
    return;
  }
});

Deno.test("rateAt() rises linearly and falls along a cosine when the schedule is one-cycle", () => {
  for (const [warmup, points] of Object.entries(oneCycle)) {
    const schedule: ScheduleConfig = { kind: "one-cycle", warmup: Number(warmup) };
    for (const { t, rate } of points) {
      const found = rateAt(schedule, OPTIMIZER, startSchedule(OPTIMIZER), t);
      const expected = OPTIMIZER.learningRate * rate;
      assert(Math.abs(found - expected) < 1e-15, `${found} at ${t}, not ${expected}`);
    }
  }
});
