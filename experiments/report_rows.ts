/** The last table of an experiment's notebook: what the report states beside what was recorded. */
import { scoreIntervals } from "lib/metrics/bootstrap.ts";
import { tabulate } from "lib/metrics/scores.ts";
import type { Row } from "lib/notebook/table.ts";
import { headline } from "lib/records/headline.ts";
import type { Run } from "lib/records/run.ts";
import { findExperiment } from "./mod.ts";

/** A row for each experiment; one that no run covers has the report's number alone. */
export function reportRows(experiments: readonly string[], runs: readonly Run[]): Row[] {
  return experiments.flatMap((name) => {
    const { title, report } = findExperiment(name);
    const stated = report === null ? "–" : percent(report);
    const own = runs.filter(({ config }) => config.experiment === name);
    if (own.length > 0) {
      return own.map((run) => ({ experiment: title, report: stated, ...here(run) }));
    }
    return [{ experiment: title, report: stated, ...EMPTY }];
  });
}

const EMPTY: Row = {
  here: "not recorded",
  "95 %": "–",
  "macro F1": "–",
  n: "–",
  epochs: "–",
  "side, pixels": "–",
  budget: "–",
  seed: "–",
};

function here({ config, summary, predictions }: Run): Row {
  const { classes } = config.data;
  const { part, scores } = headline(config, summary);
  const scored = predictions.filter(({ usage }) => part === "validation" || usage === "private");
  const { labels, predicted } = tabulate(scored, classes);
  const { accuracy } = scoreIntervals(labels, predicted, classes.length);
  return {
    here: percent(accuracy.estimate),
    "95 %": `${percent(accuracy.low)} to ${percent(accuracy.high)}`,
    "macro F1": scores.macroF1.toFixed(4),
    n: `${labels.length}`,
    epochs: `${summary.epochs}`,
    "side, pixels": `${config.evaluationSize}`,
    budget: config.budget,
    seed: `${config.seed}`,
  };
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}
