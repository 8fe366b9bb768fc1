/**
 * The report's main result: residual-SE on FER+, six classes (section 4.2, tables 1 and 2, figures
 * 5 and 6).
 *
 *     deno task train ferplus-residual-se --budget fast
 *
 * Report: 86.32 %, macro F1 .7835. `short` and `fast` train on the annotators' votes: `short` 12
 * epochs, `fast` 34, 1 h 43 min on two Zen 4 cores in bfloat16.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { FAST, FERPLUS, network, REPORT_RECIPE, SHORT_GROWING, SMOKE } from "./settings.ts";

const VOTES = { ...FERPLUS, target: "votes" } as const;

/** Longer than `FAST`, and with class weights at the end. */
const LONG = {
  ...FAST,
  loss: { kind: "cross-entropy", classWeightPower: 0.5, gamma: 0 },
  stages: [
    { size: 32, epochs: 10, classWeightPower: 0 },
    { size: 48, epochs: 16, classWeightPower: 0 },
    { size: 64, epochs: 8 },
  ],
} as const;

export default {
  name: "ferplus-residual-se",
  title: "Residual-SE on FER+",
  section: "4.2, tables 1 and 2, figures 5 and 6",
  report: 0.8632,
  settings: { network: network("residual-se"), data: FERPLUS, ...REPORT_RECIPE },
  budgets: {
    smoke: SMOKE,
    short: { ...SHORT_GROWING, data: VOTES },
    fast: { ...LONG, data: VOTES },
  },
} as const satisfies Experiment;
