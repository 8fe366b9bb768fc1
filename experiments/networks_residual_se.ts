/**
 * Residual-SE under the settings of the other networks (section 4.3).
 *
 *     deno task train networks-residual-se
 *
 * Report: 86.32 %. `short`: 6 epochs of 17,913 pictures at 64×64 under one cycle, the same for all
 * networks.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { comparison, FERPLUS } from "./settings.ts";

export default {
  name: "networks-residual-se",
  title: "Residual-SE among the networks on FER+",
  section: "4.3",
  report: 0.8632,
  ...comparison("residual-se", FERPLUS),
} as const satisfies Experiment;
