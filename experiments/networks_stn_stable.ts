/**
 * The spatial transformer with what it takes to train it: it starts as the identity, and its
 * localisation net learns at a smaller rate (section 4.3).
 *
 *     deno task train networks-stn-stable
 *
 * Report: none; to compare with `networks-stn` and `networks-baseline`. `short`: 6 epochs of 17,913
 * pictures at 64×64 under one cycle, the same for all networks.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { comparison, FERPLUS } from "./settings.ts";

export default {
  name: "networks-stn-stable",
  title: "Spatial transformer, identity start, on FER+",
  section: "4.3",
  report: null,
  ...comparison("stn-stable", FERPLUS),
} as const satisfies Experiment;
