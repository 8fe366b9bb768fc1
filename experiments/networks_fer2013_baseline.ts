/**
 * The baseline under FER-2013's labels (section 4.3).
 *
 *     deno task train networks-fer2013-baseline
 *
 * Report: 58.50 %. `short`: 6 epochs of 23,744 pictures at 64×64 under one cycle, the same for all
 * networks.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { comparison, FER2013 } from "./settings.ts";

export default {
  name: "networks-fer2013-baseline",
  title: "Baseline CNN on FER-2013",
  section: "4.3",
  report: 0.5850,
  ...comparison("baseline", FER2013),
} as const satisfies Experiment;
