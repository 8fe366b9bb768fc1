/** The recorded run that a name on the command line means. */
import { listRuns, type RunEntry } from "lib/records/store.ts";

/**
 * Finds the finished run called `EXPERIMENT/BUDGET-seedN`, or `EXPERIMENT` where that has only one.
 *
 * @throws Error when there is no such run, or the name means several, with the names there are
 */
export async function namedRun(
  name: string,
  { task, results, accepts = () => true }: {
    /** What it is wanted for; the error's "Cannot …". */
    readonly task: string;
    readonly results: string;
    /** Which runs are looked at; default all. */
    readonly accepts?: (run: RunEntry) => boolean;
  },
): Promise<RunEntry> {
  const runs = (await listRuns(results)).filter((run) => run.state === "finished" && accepts(run));
  const found = runs.filter((run) => run.experiment === name || fullName(run) === name);
  if (found.length === 1) return found[0]!;
  throw new Error(
    found.length > 1
      ? `Cannot ${task} ${name}: it must mean one run, but means ${found.map(fullName).join(", ")}`
      : `Cannot ${task} ${name}: it must be a run, its folder or a weights file; runs: ` +
        (runs.map(fullName).join(", ") || "none is recorded"),
  );
}

function fullName({ experiment, name }: RunEntry): string {
  return `${experiment}/${name}`;
}
