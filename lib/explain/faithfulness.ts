/**
 * Does a heat map point at what the network uses? Deletion and insertion (Petsiuk et al. 2018,
 * https://arxiv.org/abs/1806.07421): take the hottest pixels away first and see how fast the
 * probability of the class falls, and bring them back first on an even grey and see how fast it
 * rises. A good map has a small area under the first curve and a large one under the second. No eye
 * judges, which is how the report chose its stage.
 */
import { type PlacedMap, resizeMap } from "../records/placed_map.ts";
import { MEAN_GREY } from "./occlusion.ts";

/** Steps from the whole picture to none. */
export const STEPS = 16;

/** Mean probability of the class along both ways; from 0 to 1. */
export interface Faithfulness {
  /** Area under the deletion curve: less is better. */
  readonly deletion: number;
  /** Area under the insertion curve: more is better. */
  readonly insertion: number;
}

/**
 * Measures one heat map of one prepared picture.
 *
 * @param picture `[size, size]`
 * @param probabilityOf probabilities of the class for pictures `[n, size, size]`
 */
export async function faithfulness(
  picture: Float32Array,
  size: number,
  heat: PlacedMap,
  probabilityOf: (variants: Float32Array) => Promise<Float32Array>,
): Promise<Faithfulness> {
  const area = size * size;
  const order = hottestFirst(resizeMap(heat, size, size));
  const inner = STEPS - 1;
  // The whole picture, the empty one, and between them the two ways.
  const variants = new Float32Array((2 + 2 * inner) * area).fill(MEAN_GREY);
  variants.set(picture);
  for (let step = 1; step < STEPS; step++) {
    const hottest = order.subarray(0, Math.round(step * area / STEPS));
    const deleted = variants.subarray((1 + step) * area, (2 + step) * area);
    const inserted = variants.subarray((1 + inner + step) * area, (2 + inner + step) * area);
    deleted.set(picture);
    for (const pixel of hottest) {
      deleted[pixel] = MEAN_GREY;
      inserted[pixel] = picture[pixel]!;
    }
  }
  const [whole, none, ...between] = await probabilityOf(variants);
  return {
    deletion: areaUnder([whole!, ...between.slice(0, inner), none!]),
    insertion: areaUnder([none!, ...between.slice(inner), whole!]),
  };
}

/**
 * Pixels by falling heat. Equal pixels, such as all that ReLU cut off, come in a fixed scattered
 * order: from top to bottom would favour maps by where their zeros are.
 */
export function hottestFirst(heat: Float32Array): Uint32Array {
  const scattered = Uint32Array.from(heat, (_, i) => scatter(i));
  return Uint32Array.from(heat.keys())
    .sort((a, b) => heat[b]! - heat[a]! || scattered[a]! - scattered[b]!);
}

/** MurmurHash3's finaliser: as good as random, and one to one. */
export function scatter(index: number): number {
  let h = Math.imul(index + 1, 0x9e3779b9);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Trapezoids over equal steps; the whole way is 1. */
function areaUnder(values: readonly number[]): number {
  const ends = (values[0]! + values.at(-1)!) / 2;
  return (ends + values.slice(1, -1).reduce((sum, value) => sum + value, 0)) / (values.length - 1);
}
