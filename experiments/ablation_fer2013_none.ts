/**
 * Table 1 (section 4.1): residual-SE on FER-2013 without augmentation: the control that overfits.
 *
 *     deno task train ablation-fer2013-none
 *
 * Report: 59.92 % (99.71 % on its training pictures), at 64×64 to the end. `short`: 12 epochs of
 * 23,744 pictures at 32×32, about 25 minutes at the 190 images/s measured at 32×32 on two shared
 * cores.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { ablation, FER2013 } from "./settings.ts";

export default {
  name: "ablation-fer2013-none",
  title: "No augmentation on FER-2013",
  section: "4.1, table 1",
  report: 0.5992,
  ...ablation(FER2013, "none"),
} as const satisfies Experiment;
