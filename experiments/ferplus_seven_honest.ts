/**
 * Residual-SE on FER+ with neutral as a seventh class, by the honest rule: PublicTest chooses the
 * epoch, PrivateTest is scored once, and training pictures that recur in either are left out.
 *
 *     deno task train ferplus-seven-honest --budget fast
 *
 * Report: none, and other classes than its six; `deno task evaluate … --classes six` asks for them
 * alone. `fast` begins from scratch, about 90 minutes on two cores with AVX-512: the weights of
 * `ferplus-residual-se` were chosen on PrivateTest too.
 */
import { CLASS_LISTS } from "lib/data/classes.ts";
import type { Experiment } from "lib/train/experiment.ts";
import { FAST, HONEST, network, REPORT_RECIPE, SHORT_GROWING, SMOKE } from "./settings.ts";

const SEVEN = { ...HONEST, classes: CLASS_LISTS.seven } as const;
const VOTES = { ...SEVEN, target: "votes" } as const;

export default {
  name: "ferplus-seven-honest",
  title: "Residual-SE on FER+ with neutral, PrivateTest scored once",
  section: "beyond the report",
  report: null,
  settings: { network: network("residual-se"), data: SEVEN, ...REPORT_RECIPE },
  budgets: {
    smoke: SMOKE,
    short: { ...SHORT_GROWING, data: VOTES },
    fast: {
      ...FAST,
      data: VOTES,
      stages: [{ size: 32, epochs: 8 }, { size: 48, epochs: 6 }, { size: 64, epochs: 6 }],
    },
  },
} as const satisfies Experiment;
