/**
 * How soon does residual-SE reach the report's accuracy on FER+? The recipe of `fast` in fifteen
 * epochs, so that the rate has fallen by the first of 64×64.
 *
 *     deno task train ferplus-quick
 *
 * Report: 86.32 %, first reached by its own curve after 58 epochs, some 49 minutes on a Colab GPU.
 * 42 minutes on two cores with AVX-512, the report passed after 37.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { FAST, FERPLUS, network, REPORT_RECIPE, SMOKE } from "./settings.ts";

export default {
  name: "ferplus-quick",
  title: "Residual-SE on FER+, soon as good as the report's",
  section: "4.2",
  report: 0.8632,
  settings: { network: network("residual-se"), data: FERPLUS, ...REPORT_RECIPE },
  budgets: {
    smoke: SMOKE,
    short: {
      ...FAST,
      data: { ...FERPLUS, target: "votes" },
      stages: [{ size: 32, epochs: 4 }, { size: 48, epochs: 8 }, { size: 64, epochs: 3 }],
    },
  },
} as const satisfies Experiment;
