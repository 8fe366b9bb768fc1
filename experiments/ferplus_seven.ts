/**
 * Residual-SE on FER+ with neutral as a seventh class. The report leaves neutral out, so that its
 * live demo gives every neutral face an emotion; weights that know it serve the demo here.
 *
 *     deno task train ferplus-seven --budget fast --start experiments/results/ferplus-residual-se/fast-seed1/weights.safetensors
 *
 * Report: none, and other classes than its six; `deno task evaluate … --classes six` asks for them
 * alone. `fast` is made to go on from weights that know six classes: `--start` takes over every layer but the last,
 * so nine epochs at half the rate do (an hour on two cores with AVX-512, as neutral is the largest
 * class of FER+). Without `--start` that budget is refused.
 */
import { CLASS_LISTS } from "lib/data/classes.ts";
import type { Experiment } from "lib/train/experiment.ts";
import { FERPLUS, GOING_ON, network, REPORT_RECIPE, SHORT_GROWING, SMOKE } from "./settings.ts";

const SEVEN = { ...FERPLUS, classes: CLASS_LISTS.seven } as const;
const VOTES = { ...SEVEN, target: "votes" } as const;

export default {
  name: "ferplus-seven",
  title: "Residual-SE on FER+ with neutral",
  section: "beyond the report",
  report: null,
  needsStart: ["fast"],
  settings: { network: network("residual-se"), data: SEVEN, ...REPORT_RECIPE },
  budgets: {
    smoke: SMOKE,
    short: { ...SHORT_GROWING, data: VOTES },
    fast: { ...GOING_ON, data: VOTES },
  },
} as const satisfies Experiment;
