/**
 * `ferplus-seven-honest` trained for longer, since its training loss was still falling: the second
 * configuration under the honest rule. PublicTest decides between the two.
 *
 *     deno task train ferplus-seven-honest-longer --budget fast
 *
 * Report: none, and other classes than its six; `deno task evaluate … --classes six` asks for them
 * alone. `fast` is 30 epochs from scratch, about two hours on two cores with AVX-512.
 */
import type { Experiment } from "lib/train/experiment.ts";
import ferplusSevenHonest from "./ferplus_seven_honest.ts";

const { budgets } = ferplusSevenHonest;

export default {
  ...ferplusSevenHonest,
  name: "ferplus-seven-honest-longer",
  title: "Residual-SE on FER+ with neutral, PrivateTest scored once, for longer",
  budgets: {
    smoke: budgets.smoke,
    short: budgets.short,
    fast: {
      ...budgets.fast,
      stages: [{ size: 32, epochs: 12 }, { size: 48, epochs: 10 }, { size: 64, epochs: 8 }],
    },
  },
} as const satisfies Experiment;
