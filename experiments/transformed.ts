/** Faces as the layers behind a spatial transformer see them before it has learnt anything. */
import { augmentedPictures } from "lib/data/augmented.ts";
import { type GreyPictures, measure, preprocess } from "lib/data/preprocess.ts";
import type { Engine } from "lib/engine/engine.ts";
import { transformed } from "lib/explain/transformed.ts";
import { initWeights } from "lib/models/init.ts";
import { createNetwork } from "lib/models/networks.ts";

const SIZE = 64;

/**
 * A row of pictures as they are, then a row as each network with drawn weights is shown them.
 *
 * @param indices pictures of `faces`
 * @returns `[(1 + names) · indices, 64, 64]`; mean grey where a map looks outside of the picture
 */
export async function facesAtStart(
  engine: Engine,
  names: readonly ("stn" | "stn-stable")[],
  faces: GreyPictures,
  indices: readonly number[],
  seed: number,
): Promise<GreyPictures> {
  const { mean, std } = measure(faces, SIZE);
  const input = preprocess(faces, { size: SIZE, mean, std }, indices);
  const plain = augmentedPictures(faces, indices, "none", { size: SIZE, draws: 0, seed });
  const rows = [plain.pixels];
  for (const name of names) {
    const network = createNetwork(name, { classes: 6, pooling: "max", size: SIZE });
    const seen = await transformed(engine, network, initWeights(network, seed), input, SIZE);
    const grey = (value: number) => Math.round(255 * (value * std + mean));
    rows.push(Uint8Array.from(seen, (value) => Math.min(255, Math.max(0, grey(value)))));
  }
  const pixels = new Uint8Array(rows.reduce((sum, row) => sum + row.length, 0));
  rows.forEach((row, i) => pixels.set(row, i * plain.pixels.length));
  return { width: SIZE, height: SIZE, pixels };
}
