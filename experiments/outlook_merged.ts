/**
 * Outlook (section 5.2): FER+ and RAF-DB as one data set. RAF-DB is given out on request
 * (data/README.md); compare the scores `public` and `private` of the summary, which are of FER+'s
 * pictures alone.
 *
 *     deno task train outlook-merged
 *
 * Report: none; to compare with `ablation-ferplus-aggressive`, which differs in nothing else.
 * `short`: 12 epochs at 32×32, longer by RAF-DB's share.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { FERPLUS, outlook } from "./settings.ts";

export default {
  name: "outlook-merged",
  title: "FER+ and RAF-DB together",
  section: "beyond the report",
  report: null,
  ...outlook({ data: { ...FERPLUS, dataset: "ferplus+raf-db" } }),
} as const satisfies Experiment;
