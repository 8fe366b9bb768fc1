/**
 * Learning rate and end of a run, as plain data and pure functions, so that a checkpoint holds
 * them. `plateau` is PyTorch's `ReduceLROnPlateau` with the report's early stop; `one-cycle` rises
 * linearly and falls along a cosine (Smith & Topin 2018, https://arxiv.org/abs/1708.07120).
 */
import type { OptimizerConfig, RunSummary, ScheduleConfig } from "../records/run.ts";

/** Where a schedule stands. */
export interface ScheduleState {
  /** Rate of the plateau schedule. */
  readonly rate: number;
  /** Lowest loss so far, as the plateau counts it, and epochs since. */
  readonly plateauBest: number;
  readonly plateauEpochs: number;
  /** Lowest loss so far, as the early stop counts it, and epochs since. */
  readonly stopBest: number;
  readonly stopEpochs: number;
}

/** PyTorch counts a loss as better when it is lower by this share. */
const PLATEAU_THRESHOLD = 1e-4;

export function startSchedule({ learningRate }: OptimizerConfig): ScheduleState {
  const none = { plateauBest: Infinity, plateauEpochs: 0, stopBest: Infinity, stopEpochs: 0 };
  return { rate: learningRate, ...none };
}

/** Learning rate after a share `t` of all steps, 0 ≤ t ≤ 1. */
export function rateAt(
  schedule: ScheduleConfig,
  { learningRate }: OptimizerConfig,
  state: ScheduleState,
  t: number,
): number {
  if (schedule.kind === "plateau") return state.rate;
  const { warmup } = schedule;
  if (t < warmup) return learningRate * t / warmup;
  return learningRate * 0.5 * (1 + Math.cos(Math.PI * (t - warmup) / (1 - warmup)));
}

/** The schedule after an epoch with this validation loss, and why the run ends, if it does. */
export function afterEpoch(
  schedule: ScheduleConfig,
  state: ScheduleState,
  loss: number,
): { state: ScheduleState; stop: RunSummary["stoppedBy"] | null } {
  if (schedule.kind === "one-cycle") return { state, stop: null };
  const better = loss < state.plateauBest * (1 - PLATEAU_THRESHOLD);
  const plateauEpochs = better ? 0 : state.plateauEpochs + 1;
  const lower = plateauEpochs > schedule.patience;
  const improved = loss < state.stopBest - schedule.minDelta;
  const next: ScheduleState = {
    rate: lower ? state.rate * schedule.factor : state.rate,
    plateauBest: better ? loss : state.plateauBest,
    plateauEpochs: lower ? 0 : plateauEpochs,
    stopBest: improved ? loss : state.stopBest,
    stopEpochs: improved ? 0 : state.stopEpochs + 1,
  };
  if (next.stopEpochs >= schedule.stopAfter) return { state: next, stop: "no better loss" };
  return { state: next, stop: next.rate < schedule.minRate ? "smallest rate" : null };
}
