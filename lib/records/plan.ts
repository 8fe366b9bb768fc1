/** The plan of a run: which epoch is trained at which size, which is evaluated, what is left to do. */
import type { RunConfig, Stage } from "./run.ts";

/** Number of epochs when nothing stops the run earlier. */
export function totalEpochs(config: RunConfig): number {
  return config.stages.reduce((total, stage) => total + stage.epochs, 0);
}

/** The stage of an epoch, counted from 1. */
export function stageOfEpoch(config: RunConfig, epoch: number): Stage {
  let last = 0;
  for (const stage of config.stages) {
    last += stage.epochs;
    if (epoch <= last) return stage;
  }
  throw new Error(`internal: epoch ${epoch} lies behind the last stage`);
}

/** Side of the training pictures in an epoch, counted from 1. */
export function sizeOfEpoch(config: RunConfig, epoch: number): number {
  return stageOfEpoch(config, epoch).size;
}

/** Exponent on the class weights in each stage. */
export function classWeightPowers({ loss, stages }: RunConfig): number[] {
  return stages.map(({ classWeightPower = loss.classWeightPower }) => classWeightPower);
}

/**
 * Whether the validation pictures are scored after an epoch: always at the evaluated size, and every
 * fourth before it. A network that is still trained on smaller pictures says little, and costs as
 * much to ask.
 */
export function isEvaluated(config: RunConfig, epoch: number): boolean {
  return sizeOfEpoch(config, epoch) === config.evaluationSize || epoch % 4 === 0 ||
    epoch === totalEpochs(config);
}

/**
 * Training pixels still to come, of which `seen` pictures of this epoch are done: time goes with
 * pixels across resolutions.
 *
 * @param pictures training pictures in an epoch
 */
export function pixelsLeft(
  config: RunConfig,
  epoch: number,
  seen: number,
  pictures: number,
): number {
  let pixels = 0;
  for (let e = epoch; e <= totalEpochs(config); e++) {
    pixels += (pictures - (e === epoch ? seen : 0)) * sizeOfEpoch(config, e) ** 2;
  }
  return pixels;
}
