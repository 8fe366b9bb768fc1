/**
 * Table 1 (section 4.1): residual-SE on FER+ with aggressive augmentation: moderate, and Gaussian
 * blur and coarse dropout. It is also the control of every experiment of the outlook.
 *
 *     deno task train ablation-ferplus-aggressive
 *
 * Report: 86.32 % (89.80 % on its training pictures), at 64×64 to the end. `short`: 12 epochs of
 * 17,913 pictures at 32×32, about 19 minutes at the 190 images/s measured at 32×32 on two shared
 * cores.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { ablation, FERPLUS } from "./settings.ts";

export default {
  name: "ablation-ferplus-aggressive",
  title: "Aggressive augmentation on FER+",
  section: "4.1, table 1",
  report: 0.8632,
  ...ablation(FERPLUS, "aggressive"),
} as const satisfies Experiment;
