/**
 * A spatial transformer before the baseline, from a random start: the variant that the report saw
 * fail (section 4.3).
 *
 *     deno task train networks-stn
 *
 * Report: 19.23 %, unstable. `short`: 6 epochs of 17,913 pictures at 64×64 under one cycle, the
 * same for all networks.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { comparison, FERPLUS } from "./settings.ts";

export default {
  name: "networks-stn",
  title: "Spatial transformer on FER+",
  section: "4.3",
  report: 0.1923,
  ...comparison("stn", FERPLUS),
} as const satisfies Experiment;
