/**
 * Table 1 (section 4.1): residual-SE on FER-2013 with moderate augmentation: flip, brightness and
 * contrast, shift, scale and rotation.
 *
 *     deno task train ablation-fer2013-moderate
 *
 * Report: 69.86 % (77.62 % on its training pictures), at 64×64 to the end. `short`: 12 epochs of
 * 23,744 pictures at 32×32, about 25 minutes at the 190 images/s measured at 32×32 on two shared
 * cores.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { ablation, FER2013 } from "./settings.ts";

export default {
  name: "ablation-fer2013-moderate",
  title: "Moderate augmentation on FER-2013",
  section: "4.1, table 1",
  report: 0.6986,
  ...ablation(FER2013, "moderate"),
} as const satisfies Experiment;
