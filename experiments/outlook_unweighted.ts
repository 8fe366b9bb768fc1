/**
 * Outlook (section 5.2): cross-entropy without class weights: what the report's weights cost in
 * accuracy and bring to the rare classes.
 *
 *     deno task train outlook-unweighted
 *
 * Report: none; to compare with `ablation-ferplus-aggressive`, which differs in nothing else.
 * `short`: 12 epochs at 32×32, about 19 minutes at the 190 images/s measured at 32×32 on two shared
 * cores.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { outlook } from "./settings.ts";

export default {
  name: "outlook-unweighted",
  title: "No class weights",
  section: "beyond the report",
  report: null,
  ...outlook({ loss: { kind: "cross-entropy", classWeightPower: 0, gamma: 0 } }),
} as const satisfies Experiment;
