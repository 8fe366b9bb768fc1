/** All experiments by name. */
import type { Experiment } from "lib/train/experiment.ts";
import ferplusResidualSe from "./ferplus_residual_se.ts";

export const EXPERIMENTS: readonly Experiment[] = [ferplusResidualSe];

/** The experiment of a name. Throws on an unknown name, with the list of known ones. */
export function findExperiment(name: string): Experiment {
  const found = EXPERIMENTS.find((experiment) => experiment.name === name);
  if (!found) {
    const known = EXPERIMENTS.map((experiment) => experiment.name).join(", ");
    throw new Error(`Cannot find experiment ${name}: it must be one of ${known}`);
  }
  return found;
}
