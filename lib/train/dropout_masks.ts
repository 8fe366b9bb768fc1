/** Dropout masks drawn before a step, for backends that cannot draw them within it. */
import { Random } from "../data/random.ts";
import type { ArrayValue } from "../engine/engine.ts";
import type { LayerDescription, NetworkDescription } from "../records/description.ts";
import { MASK } from "./step.ts";

/** The layers that drop values when training. */
export function dropoutLayers({ blocks }: NetworkDescription): LayerDescription[] {
  return blocks.flatMap(({ layers, shortcut }) => [...layers, ...shortcut])
    .filter(({ kind }) => kind === "dropout");
}

/**
 * The masks of one step as its inputs: 0, or 1/(1 − rate) where the value is kept. Equal seed and
 * step give equal masks.
 */
export function dropoutMasks(
  layers: readonly LayerDescription[],
  pictures: number,
  { seed, step }: { readonly seed: number; readonly step: number },
): Record<string, ArrayValue> {
  const random = new Random();
  return Object.fromEntries(layers.map(({ path, output, detail }, layer) => {
    const rate = detail["rate"] as number;
    const shape = [pictures, ...output];
    random.at(seed, "dropout", step, layer);
    const values = new Float32Array(shape.reduce((product, side) => product * side))
      .map(() => random.chance(rate) ? 0 : 1 / (1 - rate));
    return [MASK + path, { shape, values }];
  }));
}
