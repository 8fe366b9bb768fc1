/**
 * Table 1 (section 4.1): residual-SE on FER+ with moderate augmentation: flip, brightness and
 * contrast, shift, scale and rotation.
 *
 *     deno task train ablation-ferplus-moderate
 *
 * Report: 85.58 % (89.54 % on its training pictures), at 64×64 to the end. `short`: 12 epochs of
 * 17,913 pictures at 32×32, about 19 minutes at the 190 images/s measured at 32×32 on two shared
 * cores.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { ablation, FERPLUS } from "./settings.ts";

export default {
  name: "ablation-ferplus-moderate",
  title: "Moderate augmentation on FER+",
  section: "4.1, table 1",
  report: 0.8558,
  ...ablation(FERPLUS, "moderate"),
} as const satisfies Experiment;
