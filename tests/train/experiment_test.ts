import assert from "node:assert/strict";
import { type Experiment, resolveExperiment } from "../../lib/train/experiment.ts";
import { syntheticConfig } from "../helpers/synthetic_run.ts";

const { format: _format, experiment: _name, budget: _budget, seed: _seed, ...settings } =
  syntheticConfig();
const sample: Experiment = {
  name: "sample",
  title: "A sample",
  section: "none",
  report: null,
  settings,
  budgets: { smoke: { stages: [{ size: 32, epochs: 1 }], limit: 8 } },
};
const resolve = (...set: string[]) => resolveExperiment(sample, { budget: "full", seed: 1, set });

Deno.test("resolveExperiment() replaces what the budget says, and nothing else", () => {
  const full = resolve();
  const smoke = resolveExperiment(sample, { budget: "smoke", seed: 7 });
  assert.deepEqual(full, { format: 1, experiment: "sample", budget: "full", seed: 1, ...settings });
  assert.deepEqual(smoke, {
    ...full,
    budget: "smoke",
    seed: 7,
    stages: [{ size: 32, epochs: 1 }],
    limit: 8,
  });
});

Deno.test("resolveExperiment() sets values of the kind that was there, one after the other", () => {
  const config = resolve(
    ...["batch=64", "optimizer.learningRate=2e-3", "data.target=votes", "limit=100", "ema=0.99"],
    ...["optimizer.clipNorm=null", 'stages=[{"size":32,"epochs":3}]', "data.removeDuplicates=true"],
    ...["loss.kind=focal", "loss.gamma=2"],
  );
  assert.equal(config.batch, 64);
  assert.equal(config.optimizer.learningRate, 0.002);
  assert.equal(config.optimizer.weightDecay, settings.optimizer.weightDecay);
  assert.equal(config.data.target, "votes");
  assert.equal(config.limit, 100);
  assert.equal(config.ema, 0.99);
  assert.deepEqual(config.stages, [{ size: 32, epochs: 3 }]);
  assert.equal(config.data.removeDuplicates, true);
  assert.deepEqual(config.loss, { kind: "focal", classWeightPower: 1, gamma: 2 });
});

Deno.test("resolveExperiment() takes a schedule of the other kind when it is given whole", () => {
  const plateau = {
    kind: "plateau",
    factor: 0.5,
    patience: 3,
    stopAfter: 25,
    minDelta: 1e-4,
    minRate: 1e-6,
  };
  assert.deepEqual(resolve(`schedule=${JSON.stringify(plateau)}`).schedule, plateau);
});

/** Each wrong override, and the one line that it must give. */
const WRONG: readonly [set: string, message: RegExp][] = [
  ["batch", /^Cannot set "batch": it must be NAME=VALUE, e\.g\. batch=64$/],
  ["=3", /it must be NAME=VALUE/],
  ["bach=64", /^Cannot set bach: bach must be one of network, data, augmentation, .*batch/],
  ["optimizer.rate=1", /^Cannot set optimizer\.rate: rate must be one of kind, learningRate/],
  ["constructor=1", /constructor must be one of network/],
  ["batch.size=1", /^Cannot set batch\.size: batch has no parts$/],
  ["optimizer.=1", /^Cannot set optimizer\.: it must be one of kind/],
  ["batch=many", /^Cannot set batch: it must be a number like 32, but is many$/],
  ["batch=", /it must be a number like 32, but is $/],
  ["batch=NaN", /it must be a number like 32, but is NaN$/],
  ["data.removeDuplicates=yes", /it must be a boolean like false, but is yes$/],
  ["stages=3", /it must be a list like/],
  [
    'stages=[{"size":64,"epochs":2,"power":0}]',
    /^Cannot use stages\[0\]\.power: a stage must have/,
  ],
  [
    'stages=[{"size":64,"epochs":2,"classWeightPower":3}]',
    /^Cannot use stages\[0\]\.classWeightPower 3: it must be a number from 0 to 2$/,
  ],
  ["data=votes", /it must be an object like/],
  ['data={"dataset":"ferplus"}', /^Cannot set data as a whole: set one of data\.dataset/],
  ["batch=0", /^Cannot use batch 0: it must be a whole number from 2 to 4096$/],
  ["batch=2.5", /^Cannot use batch 2\.5: it must be a whole number/],
  ["batch=null", /^Cannot use batch null: it must be a whole number/],
  ["ema=1", /^Cannot use ema 1: it must be a number from 0 to 0\.99999, or null$/],
  ["optimizer.learningRate=-1", /^Cannot use optimizer\.learningRate -1: it must be a number/],
  ["optimizer.learningRate=1e999", /^Cannot use optimizer\.learningRate Infinity/],
  ["stages=[]", /^Cannot use stages \[\]: there must be one or more$/],
  ['stages=[{"size":16,"epochs":1}]', /^Cannot use stages\[0\]\.size 16: .* from 32 to 256$/],
  ['stages=[{"size":32}]', /^Cannot use stages\[0\]\.epochs undefined/],
  ["augmentation=wild", /^Cannot use augmentation wild: it must be one of none, horizontal/],
  ["network.name=vgg", /^Cannot use network\.name vgg: it must be one of baseline, stn/],
  ["schedule.warmup=1", /^Cannot use schedule\.warmup 1: it must be a number from 0 to 0\.99$/],
  ["schedule.kind=plateau", /^Cannot use schedule\.warmup: a plateau schedule must have kind, fac/],
  ["loss.kind=focal", /^Cannot use loss\.kind focal with loss\.gamma 0: .* Set both$/],
  ["stages=[null]", /^Cannot use stages\[0\]: it must have size, epochs/],
  ["loss.gamma=2", /^Cannot use loss\.kind cross-entropy with loss\.gamma 2/],
];

Deno.test("resolveExperiment() refuses an override with one line when key, kind or value is wrong", () => {
  for (const [set, message] of WRONG) {
    assert.throws(() => resolve(set), (error: Error) => {
      assert.match(error.message, message, set);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
  }
});

Deno.test("resolveExperiment() refuses several sizes when the network has a fixed one", () => {
  assert.throws(
    () => resolve("network.name=baseline", 'stages=[{"size":32,"epochs":1}]'),
    /^Error: Cannot train baseline at several sizes: every stage must have side 64/,
  );
});

Deno.test("resolveExperiment() refuses a budget that the experiment does not have", () => {
  assert.throws(
    () => resolveExperiment(sample, { budget: "fast", seed: 1 }),
    /^Error: Cannot train sample on budget fast: it must be one of smoke, full$/,
  );
});

Deno.test("resolveExperiment() refuses a seed that is no whole number from 0", () => {
  for (const seed of [-1, 0.5, NaN, 2 ** 31]) {
    assert.throws(
      () => resolveExperiment(sample, { budget: "full", seed }),
      /Cannot use seed .*: it must be a whole number from 0 to 2147483647/,
    );
  }
});
