/**
 * The control that the report lacks: depth and head of residual-SE without squeeze-and-excitation,
 * so that the step from `residual` splits into depth and SE (section 4.3).
 *
 *     deno task train networks-residual-deep
 *
 * Report: none; to compare with `networks-residual` and `networks-residual-se`. `short`: 6 epochs
 * of 17,913 pictures at 64×64 under one cycle, the same for all networks.
 */
import type { Experiment } from "lib/train/experiment.ts";
import { comparison, FERPLUS } from "./settings.ts";

export default {
  name: "networks-residual-deep",
  title: "Residual network, four blocks, on FER+",
  section: "4.3",
  report: null,
  ...comparison("residual-deep", FERPLUS),
} as const satisfies Experiment;
