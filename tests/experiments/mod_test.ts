/** The experiments as data: each resolves, carries the report's number, and serves its figure. */
import assert from "node:assert/strict";
import { EXPERIMENTS, findExperiment } from "../../experiments/mod.ts";
import { FERPLUS } from "../../experiments/settings.ts";
import { CLASS_LISTS } from "../../lib/data/classes.ts";
import { REPORT_AUGMENTATIONS, REPORT_NETWORKS } from "../../lib/figures/report.ts";
import { ablationRuns, honestRun, mainRun, networkRuns } from "../../lib/figures/select.ts";
import { configHash } from "../../lib/records/hash.ts";
import type { Budget, Run, RunConfig } from "../../lib/records/run.ts";
import { resolveExperiment } from "../../lib/train/experiment.ts";
import { syntheticRun } from "../helpers/synthetic_run.ts";

const folder = new URL("../../experiments/", import.meta.url);
const config = (name: string, budget: Budget) =>
  resolveExperiment(findExperiment(name), { budget, seed: 1 });
const runOf = (own: RunConfig): Run => ({ ...syntheticRun(), config: own, path: own.experiment });

Deno.test("EXPERIMENTS has a file of its own for each, named for it, with its command", () => {
  const names = EXPERIMENTS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const name of names) {
    const text = Deno.readTextFileSync(new URL(`${name.replaceAll("-", "_")}.ts`, folder));
    assert.match(text, new RegExp(`deno task train ${name}\\b`), name);
    assert.match(text, /Report: |gives? out|given out/, name);
  }
});

Deno.test("EXPERIMENTS resolve on every budget, each to another run", () => {
  const hashes = EXPERIMENTS.flatMap((experiment) => {
    const budgets = [...Object.keys(experiment.budgets), "full"] as Budget[];
    assert.ok(budgets.includes("smoke"), `${experiment.name} has no smoke budget`);
    return budgets.map((budget) => configHash(resolveExperiment(experiment, { budget, seed: 1 })));
  });
  assert.equal(new Set(hashes).size, hashes.length);
});

Deno.test("EXPERIMENTS cover the report's tables with the report's numbers", () => {
  for (const { dataset, augmentation, validation } of REPORT_AUGMENTATIONS) {
    const { report, settings } = findExperiment(`ablation-${dataset}-${augmentation}`);
    assert.equal(report, validation);
    assert.equal(settings.augmentation, augmentation);
    assert.equal(settings.data.dataset, dataset);
  }
  for (const { network, dataset, accuracy } of REPORT_NETWORKS) {
    const found = EXPERIMENTS.filter(({ settings }) =>
      settings.network.name === network && settings.data.dataset === dataset
    );
    assert.ok(found.some(({ report }) => report === accuracy), `${network} on ${dataset}`);
  }
});

Deno.test("ablation experiments differ in data and augmentation alone, so that the table compares", () => {
  const cells = EXPERIMENTS.filter(({ name }) => name.startsWith("ablation-"));
  assert.equal(cells.length, 7);
  const rest = cells.map(({ name }) => {
    const { experiment: _name, augmentation: _augmentation, data, ...same } = config(name, "short");
    return JSON.stringify({ ...same, data: { ...data, dataset: "" } });
  });
  assert.equal(new Set(rest).size, 1);
  const epochs = config("ablation-fer2013-none", "short").stages[0]!.epochs;
  assert.ok(epochs >= 12);
});

Deno.test("network experiments differ in the network alone", () => {
  const rest = EXPERIMENTS.filter(({ name }) => name.startsWith("networks-")).map(({ name }) => {
    const { experiment: _name, network: _network, data, ...same } = config(name, "short");
    return JSON.stringify({ ...same, data: { ...data, dataset: "" } });
  });
  assert.equal(rest.length, 7);
  assert.equal(new Set(rest).size, 1);
});

Deno.test("outlook experiments change one idea of their control", () => {
  const control = config("ablation-ferplus-aggressive", "short");
  for (const { name } of EXPERIMENTS.filter((own) => own.name.startsWith("outlook-"))) {
    const own = config(name, "short");
    const { experiment: _name, data: _data, loss: _loss, ...rest } = own;
    const { experiment: _control, data, loss, ...same } = control;
    assert.deepEqual(rest, same, name);
    const changed = [
      ...Object.keys(data).filter((key) =>
        JSON.stringify(own.data[key as keyof typeof data]) !==
          JSON.stringify(data[key as keyof typeof data])
      ),
      ...(JSON.stringify(own.loss) === JSON.stringify(loss) ? [] : ["loss"]),
    ];
    // Oversampling replaces the weights: both would count a rare class twice.
    assert.equal(changed.length, name === "outlook-oversampling" ? 2 : 1, name);
  }
});

Deno.test("figures find the experiments that they are made of, and no other", () => {
  const short = EXPERIMENTS.map(({ name }) => runOf(config(name, "short")));
  const fast = EXPERIMENTS.filter(({ budgets }) => budgets.fast).map(({ name }) =>
    runOf(config(name, "fast"))
  );
  const runs = [...short, ...fast];
  const names = (found: readonly Run[]) => found.map((run) => run.config.experiment).sort();
  const named = (prefix: string) =>
    EXPERIMENTS.map(({ name }) => name).filter((name) => name.startsWith(prefix)).sort();
  const ablation = ablationRuns(runs).filter(({ config: own }) =>
    own.data.dataset !== "ferplus+raf-db"
  );
  assert.deepEqual(names(ablation), named("ablation-"));
  assert.deepEqual(
    names([...networkRuns(runs, "ferplus"), ...networkRuns(runs, "fer2013")]),
    named("networks-"),
  );
  assert.equal(mainRun(runs, "ferplus")?.config.experiment, "ferplus-residual-se");
  assert.equal(mainRun(runs, "fer2013")?.config.experiment, "fer2013-residual-se");
  assert.equal(honestRun(runs, "ferplus")?.config.experiment, "ferplus-residual-se-honest");
  const seven = honestRun(runs, "ferplus", CLASS_LISTS.seven);
  assert.equal(seven?.config.experiment, "ferplus-seven-honest");
});

Deno.test("findExperiment() names the known ones when a name is unknown", () => {
  assert.throws(
    () => findExperiment("ferplus"),
    /^Error: Cannot find experiment ferplus: it must be one of ferplus-residual-se, /,
  );
});

Deno.test("FERPLUS is the report's selection of classes and pictures", () => {
  assert.deepEqual(FERPLUS.classes, ["angry", "disgust", "fear", "happy", "sad", "surprise"]);
  assert.equal(FERPLUS.validation, "public+private");
  assert.equal(FERPLUS.removeDuplicates, false);
});
