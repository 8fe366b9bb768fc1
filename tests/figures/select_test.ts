import assert from "node:assert/strict";
import {
  ablationRuns,
  honestRun,
  mainRun,
  networkRuns,
  quickestRun,
  sevenRun,
  transferredRun,
} from "../../lib/figures/select.ts";
import type { Run, RunConfig } from "../../lib/records/run.ts";
import { syntheticAblation, syntheticNetworkRuns, syntheticRun } from "../helpers/synthetic_run.ts";

const data = { ...syntheticRun().config.data, dataset: "ferplus" as const };

function main(changes: Partial<RunConfig> = {}) {
  return syntheticRun({ config: { data, budget: "short", ...changes } });
}

Deno.test("mainRun() prefers the larger budget, then the lower seed", () => {
  const runs = [main(), main({ budget: "fast", seed: 2 }), main({ budget: "fast", seed: 1 })];
  assert.equal(mainRun(runs, "ferplus"), runs[2]);
  assert.equal(mainRun(runs.slice(0, 1), "ferplus"), runs[0]);
});

Deno.test("mainRun() takes no smoke run, no part of the data, no other rule, set or network", () => {
  const wrong = [
    main({ budget: "smoke" }),
    main({ limit: 100 }),
    main({ evaluationSize: 32 }),
    main({ data: { ...data, dataset: "fer2013" } }),
    main({ data: { ...data, validation: "public" } }),
    main({ data: { ...data, removeDuplicates: true } }),
    main({ data: { ...data, classes: [...data.classes, "neutral"] } }),
    main({ network: { name: "residual", pooling: "average" } }),
  ];
  assert.equal(mainRun(wrong, "ferplus"), null);
});

Deno.test("quickestRun() is the one that was as good as the report soonest", () => {
  const run = (seconds: number, valAccuracy: number, seed: number) => {
    const own = main({ seed });
    return { ...own, log: own.log.map((epoch) => ({ ...epoch, seconds, valAccuracy })) };
  };
  const runs = [run(60, 0.87, 1), run(40, 0.87, 2), run(20, 0.8, 3)];
  assert.equal(quickestRun(runs, "ferplus"), runs[1]);
  assert.equal(quickestRun(runs.slice(2), "ferplus"), null);
});

Deno.test("sevenRun() is the one with neutral as a seventh class", () => {
  const seven = main({ data: { ...data, classes: [...data.classes, "neutral"] } });
  assert.equal(sevenRun([main(), seven], "ferplus"), seven);
  assert.equal(sevenRun([main()], "ferplus"), null);
});

Deno.test("sevenRun() and transferredRun() tell whether another data set was learnt before", () => {
  const classes = [...data.classes, "neutral"];
  const ferplus = main({ experiment: "first", data: { ...data, classes } });
  const own = main({ data: { ...data, classes, dataset: "fer2013" } });
  const summary = { ...own.summary, startedFrom: "first, budget short, seed 1" };
  const begun = { ...own, summary };
  const runs = [begun, ferplus, own];
  assert.equal(sevenRun(runs, "fer2013"), own);
  assert.equal(transferredRun(runs, "fer2013"), begun);
  assert.equal(transferredRun([own, ferplus], "fer2013"), null);
  // Going on with the same data set's own weights is no transfer.
  assert.equal(sevenRun([{ ...ferplus, summary }, ferplus], "ferplus")?.summary, summary);
});

Deno.test("honestRun() is the one chosen on PublicTest with duplicates removed", () => {
  const honest = main({ data: { ...data, validation: "public", removeDuplicates: true } });
  assert.equal(honestRun([main(), honest], "ferplus"), honest);
  assert.equal(honestRun([main()], "ferplus"), null);
  const classes = [...data.classes, "neutral"];
  const seven = main({ data: { ...data, classes, validation: "public", removeDuplicates: true } });
  assert.equal(honestRun([honest, seven], "ferplus"), honest);
  assert.equal(honestRun([honest, seven], "ferplus", classes), seven);
});

Deno.test("honestRun() leaves the choice between several to PublicTest, not to PrivateTest", () => {
  const own = main({ data: { ...data, validation: "public", removeDuplicates: true } });
  const scored = (publicLoss: number, privateLoss: number): Run => {
    const { summary } = own;
    const part = summary.validation;
    return {
      ...own,
      summary: {
        ...summary,
        public: { ...part, loss: publicLoss },
        private: { ...part, loss: privateLoss },
      },
    };
  };
  const better = scored(0.5, 0.9);
  assert.equal(honestRun([scored(0.6, 0.1), better, scored(0.7, 0.2)], "ferplus"), better);
});

Deno.test("ablationRuns() takes runs at 32 × 32 with the report's loss only", () => {
  const runs = syntheticAblation();
  const [first] = runs;
  const focal: RunConfig = {
    ...first!.config,
    loss: { kind: "focal", classWeightPower: 1, gamma: 2 },
  };
  const found = ablationRuns([...runs, main(), { ...first!, config: focal }]);
  assert.deepEqual(new Set(found), new Set(runs));
});

Deno.test("networkRuns() takes one run per network, of the budget that most share", () => {
  const runs = syntheticNetworkRuns();
  const full = main({ budget: "full", augmentation: "aggressive" });
  const second = { ...runs[0]!, config: { ...runs[0]!.config, seed: 2 } };
  const found = networkRuns([full, second, ...runs], "ferplus");
  assert.deepEqual(new Set(found), new Set(runs));
});
