/**
 * Outlook (section 5.2): the annotators' votes as soft labels instead of their majority (Barsoum et
 * al. 2016, https://arxiv.org/abs/1608.01041).
 *
 *     deno task train outlook-votes
 *
 * Report: none; to compare with `ablation-ferplus-aggressive`, which differs in nothing else.
 * `short`: 12 epochs at 32×32, about 19 minutes at the 190 images/s measured at 32×32 on two shared
 * cores.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { FERPLUS, outlook } from "./settings.ts";

export default {
  name: "outlook-votes",
  title: "Vote distributions as targets",
  section: "beyond the report",
  report: null,
  ...outlook({ data: { ...FERPLUS, target: "votes" } }),
} as const satisfies Experiment;
