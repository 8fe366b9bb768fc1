/**
 * The residual network of 4,827,206 parameters (section 4.3).
 *
 *     deno task train networks-residual
 *
 * Report: 85.19 %. `short`: 6 epochs of 17,913 pictures at 64×64 under one cycle, the same for all
 * networks.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { comparison, FERPLUS } from "./settings.ts";

export default {
  name: "networks-residual",
  title: "Residual network on FER+",
  section: "4.3",
  report: 0.8519,
  ...comparison("residual", FERPLUS),
} as const satisfies Experiment;
