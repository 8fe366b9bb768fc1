/** The score that a run stands for. */
import type { Run, RunConfig, RunSummary, Scores } from "./run.ts";

export interface Headline {
  /** The pictures it is of. */
  readonly part: "validation" | "PrivateTest";
  readonly scores: Scores;
}

/**
 * All validation pictures by the report's rule; where PublicTest alone chose the epoch, PrivateTest,
 * which nothing was chosen by.
 */
export function headline(
  { data }: Pick<RunConfig, "data">,
  summary: Pick<RunSummary, "validation" | "private">,
): Headline {
  return data.validation === "public" && summary.private !== null
    ? { part: "PrivateTest", scores: summary.private }
    : { part: "validation", scores: summary.validation };
}

/** The run with the predictions of those pictures alone. */
export function headlineRun(run: Run): Run {
  if (headline(run.config, run.summary).part === "validation") return run;
  return { ...run, predictions: run.predictions.filter(({ usage }) => usage === "private") };
}
