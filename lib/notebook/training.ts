/**
 * Training below a notebook's cell: a live chart of loss and accuracy, a progress bar, and Stop,
 * which ends training after the step at hand and keeps the kernel with its state. In a terminal it
 * prints lines instead.
 */
import { configHash } from "../records/hash.ts";
import { totalEpochs } from "../records/plan.ts";
import type { RunConfig, RunSummary } from "../records/run.ts";
import type { TrainEvent } from "../train/events.ts";
import { interruptible } from "./interruptible.ts";
import { LiveChart, type LiveState } from "./live_chart.ts";
import { duration, Progress } from "./progress.ts";

/** What training needs to be watched and stopped. */
export interface TrainingHooks {
  readonly signal: AbortSignal;
  readonly onEvent: (event: TrainEvent) => void;
}

/** Curves of runs that were stopped in this process, so that they go on where they were. */
const stopped = new Map<string, LiveState>();

/**
 * Shows what `work` reports of its training, and lets Stop end it.
 *
 * @param title stands above the chart
 * @param work trains with these hooks; null is a run that was stopped
 */
export async function watchTraining(
  title: string,
  config: RunConfig,
  work: (hooks: TrainingHooks) => Promise<RunSummary | null>,
): Promise<RunSummary | null> {
  const hash = configHash(config);
  const epochs = totalEpochs(config);
  const planned = config.schedule.kind === "plateau" ? null : epochs;
  const before = stopped.get(hash) ?? { title, epochs: planned, log: [], running: [] };
  stopped.delete(hash);
  const chart = new LiveChart(before);
  const bar = new Progress({ total: 0 });
  const onEvent = reporter(chart, bar, config.batch);
  try {
    const summary = await interruptible((signal) => work({ signal, onEvent }));
    if (summary === null) stopped.set(hash, chart.state);
    return summary;
  } finally {
    await bar.finish();
    await chart.finish();
  }
}

function reporter(chart: LiveChart, bar: Progress, batchSize: number): TrainingHooks["onEvent"] {
  let epoch = 0;
  return (event) => {
    switch (event.kind) {
      case "resumed":
        return;
      case "step": {
        const { batch, batches, loss, accuracy } = event;
        if (event.epoch !== epoch) {
          epoch = event.epoch;
          bar.restart(
            `epoch ${epoch}/${event.epochs}`,
            batches * batchSize,
            (batch - 1) * batchSize,
          );
        }
        chart.step({ at: epoch - 1 + batch / batches, loss, accuracy });
        return bar.set(batch * batchSize, `${duration(event.secondsLeft)} to the last epoch's end`);
      }
      case "evaluating":
        return;
      case "epoch":
        return chart.epochs(event.log);
      default:
        return event satisfies never;
    }
  };
}
