/**
 * Which stages of a network can be explained: those whose output is a picture of features. After
 * the global pooling a feature has no place in the face any more.
 */
import type { Network } from "../models/network.ts";

/** A stage with spatial maps. */
export interface Stage {
  readonly name: string;
  /** `[height, width, channels]`. */
  readonly output: readonly [number, number, number];
}

/** The stages that have spatial maps, in the order of computation. */
export function explainableStages(network: Network, size: number): Stage[] {
  return network.describe(size).blocks.filter(({ spatial }) => spatial)
    .map(({ name, output }) => ({ name, output: output as [number, number, number] }));
}

/**
 * The stage of a name.
 *
 * @throws Error with the names there are, when the stage is unknown or has no spatial maps
 */
export function findStage(network: Network, size: number, name: string): Stage {
  const stages = explainableStages(network, size);
  const stage = stages.find((candidate) => candidate.name === name);
  if (stage) return stage;
  const known = network.describe(size).blocks.find((block) => block.name === name);
  const problem = known
    ? `has an output of [${known.output}]`
    : `is no stage of the ${network.title}`;
  throw new Error(
    `Cannot explain stage ${name}: it must have spatial maps, but ${problem}. Stages with maps: ` +
      stages.map((candidate) => candidate.name).join(", "),
  );
}
