/** The score that a run stands for. */
import type { RunConfig, RunSummary, Scores } from "./run.ts";

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
