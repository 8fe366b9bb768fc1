/**
 * Residual-SE on RAF-DB, six classes, aligned pictures. The report names RAF-DB as trained on for
 * its demo (section 4.4) and states no score.
 *
 *     deno task train raf-db-residual-se --budget short
 *
 * RAF-DB is given out on request (data/README.md); without it this experiment says what to fetch.
 * Expected score and time: unknown, no run could be made yet.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { FAST, FERPLUS, network, REPORT_RECIPE, SHORT_GROWING, SMOKE } from "./settings.ts";

export default {
  name: "raf-db-residual-se",
  title: "Residual-SE on RAF-DB",
  section: "4.4",
  report: null,
  settings: {
    network: network("residual-se"),
    data: { ...FERPLUS, dataset: "raf-db" },
    ...REPORT_RECIPE,
  },
  budgets: { smoke: SMOKE, short: SHORT_GROWING, fast: FAST },
} as const satisfies Experiment;
