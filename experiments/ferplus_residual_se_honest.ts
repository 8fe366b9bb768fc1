/**
 * The main result by the honest rule. The report chooses its epoch on the pictures that it then
 * scores; here PublicTest chooses epoch and settings, PrivateTest is scored once, and training
 * pictures that recur in either are left out.
 *
 *     deno task train ferplus-residual-se-honest --budget fast
 *
 * Report: none by this rule. The score is `private` in the run's summary, never `validation`.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { FAST, HONEST, network, REPORT_RECIPE, SHORT_GROWING, SMOKE } from "./settings.ts";

const VOTES = { ...HONEST, target: "votes" } as const;

export default {
  name: "ferplus-residual-se-honest",
  title: "Residual-SE on FER+, PrivateTest scored once",
  section: "beyond the report",
  report: null,
  settings: { network: network("residual-se"), data: HONEST, ...REPORT_RECIPE },
  budgets: {
    smoke: SMOKE,
    short: { ...SHORT_GROWING, data: VOTES },
    fast: { ...FAST, data: VOTES },
  },
} as const satisfies Experiment;
