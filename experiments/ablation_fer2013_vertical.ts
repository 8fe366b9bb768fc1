/**
 * Table 1 (section 4.1): residual-SE on FER-2013 with vertical flips only: half of the pictures
 * upside down, which no face in the data is.
 *
 *     deno task train ablation-fer2013-vertical
 *
 * Report: 56.97 % (97.74 % on its training pictures), at 64×64 to the end. `short`: 12 epochs of
 * 23,744 pictures at 32×32, about 25 minutes at the 190 images/s measured at 32×32 on two shared
 * cores.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { ablation, FER2013 } from "./settings.ts";

export default {
  name: "ablation-fer2013-vertical",
  title: "Vertical flip on FER-2013",
  section: "4.1, table 1",
  report: 0.5697,
  ...ablation(FER2013, "vertical"),
} as const satisfies Experiment;
