/**
 * Residual-SE on FER-2013, six classes (section 4.1, table 1): the same network and recipe under
 * FER-2013's own, noisier labels.
 *
 *     deno task train fer2013-residual-se --budget fast
 *
 * Report: 71.86 % (table 1, aggressive; its highest epoch 72.58 %). `short` is 12 epochs of 23,744
 * pictures from 32×32 up to 64×64, `fast` 24: a third more pictures than `ferplus-residual-se`.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { FAST, FER2013, network, REPORT_RECIPE, SHORT_GROWING, SMOKE } from "./settings.ts";

export default {
  name: "fer2013-residual-se",
  title: "Residual-SE on FER-2013",
  section: "4.1, table 1",
  report: 0.7186,
  settings: { network: network("residual-se"), data: FER2013, ...REPORT_RECIPE },
  budgets: { smoke: SMOKE, short: SHORT_GROWING, fast: FAST },
} as const satisfies Experiment;
