/** Works through a grid, one process at a time, and keeps its table. */
import { fileURLToPath } from "node:url";
import { duration } from "lib/notebook/progress.ts";
import { sizeOfEpoch } from "lib/records/plan.ts";
import type { TrainEvent } from "lib/train/events.ts";
import { runChild } from "./child.ts";
import { type GridRun, look, readRecord } from "./plan.ts";
import { gridLines, type Pace, secondsLeft, TableView } from "./table.ts";
import { multiplyAdds } from "./work.ts";

export interface RunGridOptions {
  /** Program and arguments that train a run. */
  readonly commandOf: (run: GridRun) => readonly string[];
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Working directory of the processes. */
  readonly cwd?: string;
  readonly view?: TableView;
}

/** Runs whatever is waiting; the runs' states tell what came of it. */
export async function runGrid(runs: readonly GridRun[], options: RunGridOptions): Promise<void> {
  const { commandOf, signal, say } = options;
  const { view = new TableView(), cwd = fileURLToPath(new URL("../..", import.meta.url)) } =
    options;
  let pace: Pace | null = null;
  for (const run of runs) {
    if (run.state !== "waiting" || signal.aborted) continue;
    const name = `${run.config.experiment}, seed ${run.config.seed}`;
    // It may have been recorded or begun elsewhere while the runs before it trained.
    if (await look(run) !== "waiting") continue;
    run.state = "running";
    const { end, problem } = await runChild({
      command: commandOf(run),
      cwd,
      signal,
      onEvent(event) {
        const { note, pace: newer } = describe(run, event);
        if (note !== null) run.note = note;
        if (newer) pace = newer;
        const left = secondsLeft(runs, pace);
        const all = left === null ? "" : `; the grid has about ${duration(left)} left`;
        view.draw(gridLines(runs, pace), `${name}: ${run.note}${all}`);
      },
    });
    view.clear();
    // A run that is stopped at its very end is recorded all the same.
    if (await readRecord(run)) Object.assign(run, { state: "done", note: "" });
    else if (run.state === "running") {
      const missing = end === "done";
      run.state = missing ? "failed" : end;
      run.note = missing ? "it ended without a record" : problem;
    }
    const score = run.accuracy === null ? "" : `, ${(100 * run.accuracy).toFixed(2)} %`;
    say(`${name}: ${run.state}${score}${run.note === "" ? "" : `: ${run.note}`}`);
    // What the next one needs is not known before it has said it itself.
    if (pace !== null) pace = { rate: (pace as Pace).rate, secondsLeft: 0 };
  }
}

/** An event in words, and the speed it tells. */
function describe(run: GridRun, event: TrainEvent): { note: string | null; pace?: Pace } {
  switch (event.kind) {
    case "resumed":
      return { note: `goes on in epoch ${event.epoch}` };
    case "step": {
      const { epoch, epochs, batch, batches, accuracy, imagesPerSecond } = event;
      const size = sizeOfEpoch(run.config, epoch);
      return {
        note: `epoch ${epoch}/${epochs}, batch ${batch}/${batches}, ` +
          `${(100 * accuracy).toFixed(1)} % in training, ${imagesPerSecond.toFixed(0)} images/s, ` +
          `${duration(event.secondsLeft)} left`,
        pace: {
          rate: imagesPerSecond * multiplyAdds(run.config, size),
          secondsLeft: event.secondsLeft,
        },
      };
    }
    case "evaluating":
      return { note: `epoch ${event.epoch}, evaluating` };
    case "epoch":
      return { note: null };
    default:
      return event satisfies never;
  }
}
