/** All experiments by name. */
import type { Experiment } from "lib/train/experiment.ts";
import ablationFer2013Aggressive from "./ablation_fer2013_aggressive.ts";
import ablationFer2013Horizontal from "./ablation_fer2013_horizontal.ts";
import ablationFer2013Moderate from "./ablation_fer2013_moderate.ts";
import ablationFer2013None from "./ablation_fer2013_none.ts";
import ablationFer2013Vertical from "./ablation_fer2013_vertical.ts";
import ablationFerplusAggressive from "./ablation_ferplus_aggressive.ts";
import ablationFerplusModerate from "./ablation_ferplus_moderate.ts";
import fer2013ResidualSe from "./fer2013_residual_se.ts";
import fer2013Seven from "./fer2013_seven.ts";
import fer2013SevenFromFerplus from "./fer2013_seven_from_ferplus.ts";
import ferplusQuick from "./ferplus_quick.ts";
import ferplusResidualSe from "./ferplus_residual_se.ts";
import ferplusResidualSeHonest from "./ferplus_residual_se_honest.ts";
import ferplusSeven from "./ferplus_seven.ts";
import ferplusSevenHonest from "./ferplus_seven_honest.ts";
import ferplusSevenHonestLonger from "./ferplus_seven_honest_longer.ts";
import networksBaseline from "./networks_baseline.ts";
import networksFer2013Baseline from "./networks_fer2013_baseline.ts";
import networksResidual from "./networks_residual.ts";
import networksResidualDeep from "./networks_residual_deep.ts";
import networksResidualSe from "./networks_residual_se.ts";
import networksStn from "./networks_stn.ts";
import networksStnStable from "./networks_stn_stable.ts";
import outlookFocal from "./outlook_focal.ts";
import outlookMerged from "./outlook_merged.ts";
import outlookNoDuplicates from "./outlook_no_duplicates.ts";
import outlookOversampling from "./outlook_oversampling.ts";
import outlookUnweighted from "./outlook_unweighted.ts";
import outlookVotes from "./outlook_votes.ts";
import rafDbResidualSe from "./raf_db_residual_se.ts";

export const EXPERIMENTS: readonly Experiment[] = [
  ferplusResidualSe,
  fer2013ResidualSe,
  ferplusSeven,
  fer2013Seven,
  fer2013SevenFromFerplus,
  ferplusQuick,
  ferplusResidualSeHonest,
  ferplusSevenHonest,
  ferplusSevenHonestLonger,
  rafDbResidualSe,
  ablationFer2013None,
  ablationFer2013Horizontal,
  ablationFer2013Vertical,
  ablationFer2013Moderate,
  ablationFer2013Aggressive,
  ablationFerplusModerate,
  ablationFerplusAggressive,
  networksBaseline,
  networksStn,
  networksStnStable,
  networksResidual,
  networksResidualDeep,
  networksResidualSe,
  networksFer2013Baseline,
  outlookFocal,
  outlookOversampling,
  outlookUnweighted,
  outlookVotes,
  outlookNoDuplicates,
  outlookMerged,
];

/** The experiment of a name. Throws on an unknown name, with the list of known ones. */
export function findExperiment(name: string): Experiment {
  const found = EXPERIMENTS.find((experiment) => experiment.name === name);
  if (!found) {
    const known = EXPERIMENTS.map((experiment) => experiment.name).join(", ");
    throw new Error(`Cannot find experiment ${name}: it must be one of ${known}`);
  }
  return found;
}
