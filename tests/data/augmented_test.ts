import assert from "node:assert/strict";
import { augmentedPictures } from "../../lib/data/augmented.ts";
import { CLASS_LISTS } from "../../lib/data/classes.ts";
import { generateFaces } from "../../lib/data/generated.ts";
import { resizeInto } from "../../lib/data/resize.ts";

const { training } = generateFaces({ classes: CLASS_LISTS.six, training: 12 });
const AREA = 32 * 32;

Deno.test("augmentedPictures() begins each row with the picture as it is, to the bit", () => {
  const sheet = augmentedPictures(training, [4, 1], "aggressive", { size: 32, draws: 3, seed: 2 });
  assert.equal(sheet.pixels.length, 2 * 4 * AREA);
  [4, 1].forEach((index, row) => {
    const plain = new Uint8Array(AREA);
    resizeInto(plain, 32, training.pixels, index * 48 * 48, 48, 48);
    assert.deepEqual(sheet.pixels.subarray(row * 4 * AREA, (row * 4 + 1) * AREA), plain);
  });
});

Deno.test("augmentedPictures() shows what training is given: flips alone mirror or keep", () => {
  const draws = 12;
  const { pixels } = augmentedPictures(training, [0], "horizontal", { size: 32, draws, seed: 1 });
  const plain = pixels.slice(0, AREA);
  const mirrored = plain.slice();
  for (let at = 0; at < AREA; at += 32) mirrored.subarray(at, at + 32).reverse();
  const kinds = Array.from({ length: draws }, (_, i) => {
    const own = pixels.slice((i + 1) * AREA, (i + 2) * AREA).join();
    return own === plain.join() ? "kept" : own === mirrored.join() ? "mirrored" : "other";
  });
  assert.deepEqual([...new Set(kinds)].sort(), ["kept", "mirrored"]);
});
