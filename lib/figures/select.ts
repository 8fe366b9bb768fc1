/**
 * Which recorded runs a figure is made of, by what the runs are, not by what their folders are
 * called: a rerun under another name, or with a larger budget, takes its place by itself.
 */
import { secondsToAccuracy } from "../metrics/time.ts";
import { originOfWeights } from "../records/origin.ts";
import { classWeightPowers } from "../records/plan.ts";
import type { Budget, DatasetName, NetworkName, Run, RunConfig } from "../records/run.ts";
import { REPORT_CLASS_NAMES, REPORT_SCORES } from "./report.ts";
import type { ResultRuns } from "./results_table.ts";

/** Longest training first; `smoke` proves nothing and is never shown. */
const BUDGETS: readonly Budget[] = ["full", "fast", "short"];

/**
 * The residual-SE run that stands for a data set by the report's rule: 64 × 64, both test parts
 * together, duplicates kept, no other data set's labels learnt before. Of several the one with the
 * largest budget, then the lowest seed; null when there is none.
 */
export function mainRun(
  runs: readonly Run[],
  dataset: DatasetName,
  classes: readonly string[] = REPORT_CLASS_NAMES,
): Run | null {
  return best(byReportRule(runs, dataset, classes).filter((run) => !isTransferred(runs, run)));
}

/** The run of the same kind that reached the report's accuracy soonest; null when none did. */
export function quickestRun(runs: readonly Run[], dataset: DatasetName): Run | null {
  const seconds = (run: Run) => secondsToAccuracy(run.log, REPORT_SCORES.accuracy) ?? Infinity;
  const able = runs.filter((run) => mainRun([run], dataset) !== null && seconds(run) < Infinity);
  return able.toSorted((a, b) => seconds(a) - seconds(b))[0] ?? null;
}

/**
 * The same by the honest rule: settings and epoch chosen on PublicTest, scored once on PrivateTest,
 * duplicates of either removed from training. Of several the one with the lowest loss on PublicTest.
 */
export function honestRun(
  runs: readonly Run[],
  dataset: DatasetName,
  classes: readonly string[] = REPORT_CLASS_NAMES,
): Run | null {
  const honest = runs.filter(({ config }) =>
    isOf(config, "residual-se", dataset, classes) && config.evaluationSize === 64 &&
    config.data.validation === "public" && config.data.removeDuplicates
  );
  const loss = ({ summary }: Run) => summary.public?.loss ?? Number.MAX_VALUE;
  return inOrder(honest).toSorted((a, b) => loss(a) - loss(b))[0] ?? null;
}

const SEVEN_CLASS_NAMES = [...REPORT_CLASS_NAMES, "neutral"];

/** As `mainRun`, of the network that was trained with neutral as a seventh class. */
export function sevenRun(runs: readonly Run[], dataset: DatasetName): Run | null {
  return mainRun(runs, dataset, SEVEN_CLASS_NAMES);
}

/** As `sevenRun`, of the network that had learnt another data set's labels before. */
export function transferredRun(runs: readonly Run[], dataset: DatasetName): Run | null {
  return best(
    byReportRule(runs, dataset, SEVEN_CLASS_NAMES).filter((run) => isTransferred(runs, run)),
  );
}

/** The runs of the table that sets the report's numbers beside ours. */
export function resultRuns(runs: readonly Run[]): ResultRuns {
  return {
    ferplus: mainRun(runs, "ferplus"),
    quickest: quickestRun(runs, "ferplus"),
    ferplusSeven: sevenRun(runs, "ferplus"),
    honest: honestRun(runs, "ferplus"),
    honestSeven: honestRun(runs, "ferplus", SEVEN_CLASS_NAMES),
    fer2013: mainRun(runs, "fer2013"),
    fer2013Seven: sevenRun(runs, "fer2013"),
    fer2013Transferred: transferredRun(runs, "fer2013"),
  };
}

/** Ours beside published results: both data sets, six classes and seven, either rule. */
export function publishedRuns(runs: readonly Run[]): Run[] {
  const { ferplus, ferplusSeven, honest, honestSeven, ...found } = resultRuns(runs);
  const { fer2013, fer2013Seven, fer2013Transferred } = found;
  return [ferplus, ferplusSeven, honest, honestSeven, fer2013, fer2013Seven, fer2013Transferred]
    .filter((run) => run !== null);
}

/** The ablation of Table 1: residual-SE at 32 × 32 throughout, with the report's loss and labels. */
export function ablationRuns(runs: readonly Run[]): Run[] {
  return inOrder(
    runs.filter(({ config }) =>
      isOf(config, "residual-se", config.data.dataset) && hasReportLoss(config) &&
      config.stages.every(({ size }) => size === 32) && config.evaluationSize === 32 &&
      !config.data.removeDuplicates
    ),
  );
}

/**
 * The comparison of networks: every network trained at 64 × 64 throughout, with the report's loss
 * and aggressive augmentation. One run per network, of the budget that most networks share.
 */
export function networkRuns(runs: readonly Run[], dataset: DatasetName): Run[] {
  const candidates = inOrder(
    runs.filter(({ config }) =>
      isOf(config, config.network.name, dataset) && hasReportLoss(config) &&
      config.stages.every(({ size }) => size === 64) && config.augmentation === "aggressive" &&
      config.data.validation === "public+private" && !config.data.removeDuplicates
    ),
  );
  const byBudget = BUDGETS.map((budget) => {
    const seen = new Set<NetworkName>();
    return candidates.filter(({ config }) => {
      if (config.budget !== budget || seen.has(config.network.name)) return false;
      seen.add(config.network.name);
      return true;
    });
  });
  return byBudget.reduce((most, group) => group.length > most.length ? group : most, []);
}

function isOf(
  config: RunConfig,
  network: NetworkName,
  dataset: DatasetName,
  classes: readonly string[] = REPORT_CLASS_NAMES,
): boolean {
  return config.network.name === network && config.data.dataset === dataset &&
    config.data.classes.join() === classes.join() && config.limit === null &&
    BUDGETS.includes(config.budget);
}

/** Cross-entropy of majority labels with balanced weights, pictures drawn as they come. */
function hasReportLoss(config: RunConfig): boolean {
  const { loss, data } = config;
  return loss.kind === "cross-entropy" && classWeightPowers(config).every((power) => power === 1) &&
    data.target === "majority" && data.sampling === "uniform";
}

function byReportRule(
  runs: readonly Run[],
  dataset: DatasetName,
  classes: readonly string[],
): Run[] {
  return runs.filter(({ config }) =>
    isOf(config, "residual-se", dataset, classes) && config.evaluationSize === 64 &&
    config.data.validation === "public+private" && !config.data.removeDuplicates
  );
}

/** Whether a run began from weights that a run on another data set left. */
function isTransferred(runs: readonly Run[], { config, summary }: Run): boolean {
  const first = runs.find((run) => originOfWeights(run.config) === summary.startedFrom);
  return first !== undefined && first.config.data.dataset !== config.data.dataset;
}

function best(runs: readonly Run[]): Run | null {
  return inOrder(runs)[0] ?? null;
}

function inOrder(runs: readonly Run[]): Run[] {
  return runs.toSorted((a, b) =>
    BUDGETS.indexOf(a.config.budget) - BUDGETS.indexOf(b.config.budget) ||
    a.config.seed - b.config.seed || (a.path < b.path ? -1 : 1)
  );
}
