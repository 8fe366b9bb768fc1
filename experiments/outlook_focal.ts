/**
 * Outlook (section 5.2): focal loss (γ = 2, Lin et al. 2017, https://arxiv.org/abs/1708.02002) with
 * the report's class weights: easy pictures count less.
 *
 *     deno task train outlook-focal
 *
 * Report: none; to compare with `ablation-ferplus-aggressive`, which differs in nothing else.
 * `short`: 12 epochs at 32×32, about 19 minutes at the 190 images/s measured at 32×32 on two shared
 * cores.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { outlook } from "./settings.ts";

export default {
  name: "outlook-focal",
  title: "Focal loss",
  section: "beyond the report",
  report: null,
  ...outlook({ loss: { kind: "focal", classWeightPower: 1, gamma: 2 } }),
} as const satisfies Experiment;
