/**
 * The baseline: four convolutions and one large linear layer, about 34 M parameters (section 4.3).
 *
 *     deno task train networks-baseline
 *
 * Report: 79.98 %. `short`: 6 epochs of 17,913 pictures at 64×64 under one cycle, the same for all
 * networks.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { comparison, FERPLUS } from "./settings.ts";

export default {
  name: "networks-baseline",
  title: "Baseline CNN on FER+",
  section: "4.3",
  report: 0.7998,
  ...comparison("baseline", FERPLUS),
} as const satisfies Experiment;
