/**
 * Residual-SE on FER-2013 with neutral as a seventh class, as `ferplus-seven`: is it the better
 * network of the report's six, asked for them alone?
 *
 *     deno task train fer2013-seven --budget fast --start experiments/results/fer2013-residual-se/fast-seed1/weights.safetensors
 *
 * Report: none, and other classes than its six. `fast` goes on from weights that know six classes
 * and is refused without `--start`. Those of the recorded run are not kept: train it anew first, with
 * `--keep-weights --fresh`.
 */
import { CLASS_LISTS } from "lib/data/classes.ts";
import type { Experiment } from "lib/train/experiment.ts";
import { FER2013, GOING_ON, network, REPORT_RECIPE, SHORT_GROWING, SMOKE } from "./settings.ts";

export default {
  name: "fer2013-seven",
  title: "Residual-SE on FER-2013 with neutral",
  section: "beyond the report",
  report: null,
  needsStart: ["fast"],
  settings: {
    network: network("residual-se"),
    data: { ...FER2013, classes: CLASS_LISTS.seven },
    ...REPORT_RECIPE,
  },
  budgets: { smoke: SMOKE, short: SHORT_GROWING, fast: GOING_ON },
} as const satisfies Experiment;
