/**
 * Which stages of a network can be explained: those whose output is a picture of features. After
 * the global pooling a feature has no place in the face any more.
 */
import type { Network } from "../models/network.ts";
import type { BlockDescription } from "../records/description.ts";

/** A stage with spatial maps. */
export interface Stage {
  readonly name: string;
  /** `[height, width, channels]`. */
  readonly output: readonly [number, number, number];
  /**
   * How far to the left of, and above, the middle of its own tile of the picture a cell looks, as a
   * share of the picture's side. A 3×3 convolution of stride 2 with padding 1 is centred on every
   * second pixel, the first of each pair, so every such layer moves the maps by half a pixel of its
   * own. After four of them a map laid plainly over a picture of 64×64, as the package grad-cam
   * lays it, is 7.5 pixels too far to the right and down.
   */
  readonly shift: number;
}

/** The stages that have spatial maps, in the order of computation. */
export function explainableStages(network: Network, size: number): Stage[] {
  const { blocks } = network.describe(size);
  return blocks.flatMap(({ name, output, spatial }, i) => {
    if (!spatial) return [];
    const tile = size / output[1]!;
    const shift = ((tile - 1) / 2 - firstCentre(blocks.slice(0, i + 1))) / size;
    return [{ name, output: output as [number, number, number], shift }];
  });
}

/** The pixel, counted from 0, that the middle of what the first cell sees lies on. */
function firstCentre(blocks: readonly BlockDescription[]): number {
  let centre = 0, step = 1;
  for (const { kind, layers } of blocks) {
    // The layers of a localisation look at the picture and leave its places as they are.
    if (kind === "localisation") continue;
    for (const { detail } of layers) {
      const [kernel, stride, padding] = ["kernel", "stride", "padding"].map((key) => detail[key]);
      if (kernel === undefined) continue;
      centre += (((kernel as number) - 1) / 2 - ((padding ?? 0) as number)) * step;
      step *= stride as number;
    }
  }
  return centre;
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
