/**
 * Outlook (section 5.2): training pictures that recur in the validation pictures are left out: how
 * much of the score is recognition.
 *
 *     deno task train outlook-no-duplicates
 *
 * Report: none; to compare with `ablation-ferplus-aggressive`, which differs in nothing else.
 * `short`: 12 epochs at 32×32, a little less than its control.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { FERPLUS, outlook } from "./settings.ts";

export default {
  name: "outlook-no-duplicates",
  title: "Duplicates removed",
  section: "beyond the report",
  report: null,
  ...outlook({ data: { ...FERPLUS, removeDuplicates: true } }),
} as const satisfies Experiment;
