/**
 * A network small enough to be worked out by hand: its one stage passes the grey picture on twice,
 * as it is and negated, both through ReLU, and the two classes are the means of these.
 */
import { plain } from "../../lib/models/blocks.ts";
import { buildNetwork } from "../../lib/models/build.ts";
import { conv, globalPool, linear, relu } from "../../lib/models/layers.ts";
import type { Model } from "../../lib/models/model_file.ts";

/** Side of its pictures. */
export const TOY_SIDE = 8;

/** Class `bright` is sure of pictures above the mean grey, class `dark` of those below. */
export function toyModel(changes: Partial<Model> = {}): Model {
  const network = buildNetwork("residual", "Toy", 2, [
    plain("first", [conv("first", [3, 2], { kernel: 1 })]),
    plain("maps", [relu("maps")]),
    plain("pool", [globalPool("pool", "average")]),
    plain("classifier", [linear("classifier", [2, 2])], "classifier"),
  ]);
  return {
    network,
    pooling: "average",
    weights: {
      "first.weight": Float32Array.of(1, -1, 0, 0, 0, 0),
      "classifier.weight": Float32Array.of(1, 0, 0, 1),
      "classifier.bias": new Float32Array(2),
    },
    preprocess: { size: TOY_SIDE, mean: 0.5, std: 0.25, classes: ["bright", "dark"] },
    temperature: 1,
    origin: "toy",
    ...changes,
  };
}

/** A prepared picture: mean grey with some pixels of other values. */
export function toyPicture(pixels: Readonly<Record<number, number>>): Float32Array {
  const picture = new Float32Array(TOY_SIDE * TOY_SIDE);
  for (const [at, value] of Object.entries(pixels)) picture[Number(at)] = value;
  return picture;
}
