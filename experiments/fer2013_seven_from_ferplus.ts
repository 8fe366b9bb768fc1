/**
 * `fer2013-seven` begun from the network that knows FER+: what do ten people's votes on the same
 * training pictures teach for FER-2013's one label each?
 *
 *     deno task train fer2013-seven-from-ferplus --budget fast --start experiments/results/ferplus-seven/fast-seed1/weights.safetensors
 *
 * Report: none, and other classes and labels than its own. `fast` is nine epochs at half the rate, an
 * hour on two cores with AVX-512, and is refused without `--start`; the weights above come with the
 * project.
 */
import type { Experiment } from "lib/train/experiment.ts";
import fer2013Seven from "./fer2013_seven.ts";

export default {
  ...fer2013Seven,
  name: "fer2013-seven-from-ferplus",
  title: "Residual-SE on FER-2013 with neutral, begun from FER+",
} as const satisfies Experiment;
