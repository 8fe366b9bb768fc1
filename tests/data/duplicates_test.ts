import assert from "node:assert/strict";
import {
  countDuplicates,
  firstOccurrences,
  sharedPictures,
  withoutDuplicatesOf,
} from "../../lib/data/duplicates.ts";
import type { FaceSet, Usage } from "../../lib/data/faces.ts";

function set(rows: readonly (readonly [Usage, number, number, number])[]): FaceSet {
  return {
    name: "test",
    classes: ["a", "b"],
    width: 2,
    height: 1,
    pixels: Uint8Array.from(rows.flatMap(([, , first, second]) => [first, second])),
    labels: Uint8Array.from(rows, ([, label]) => label),
    rows: rows.map((_, i) => String(i)),
    usage: rows.map(([usage]) => usage),
  };
}

const faces = set([
  ["training", 0, 1, 2],
  ["training", 1, 1, 2],
  ["training", 0, 3, 4],
  ["public", 0, 1, 2],
  ["private", 1, 2, 1],
  ["training", 1, 2, 1],
]);

Deno.test("firstOccurrences() points every picture at the first with equal pixels", () => {
  assert.deepEqual([...firstOccurrences(faces)], [0, 0, 2, 0, 4, 4]);
});

Deno.test("countDuplicates() tells repeats, those across the split and those with other labels", () => {
  assert.deepEqual(countDuplicates(faces), {
    distinct: 3,
    repeated: 3,
    acrossSplit: 3,
    contradicting: 1,
  });
});

Deno.test("withoutDuplicatesOf() keeps the training pictures that validation does not show", () => {
  const training = set([["training", 0, 1, 2], ["training", 1, 3, 4], ["training", 1, 3, 4]]);
  const validation = set([["public", 1, 1, 2], ["private", 1, 9, 9]]);
  assert.deepEqual(withoutDuplicatesOf(training, validation).rows, ["1", "2"]);
  assert.throws(
    () => withoutDuplicatesOf({ ...training, width: 1, height: 2 }, validation),
    /both sets must have one size, but they are 1×2 and 2×1/,
  );
});

const pictures = (...values: number[]) => ({
  width: 1,
  height: 2,
  pixels: Uint8Array.from(values),
});

Deno.test("sharedPictures() pairs each picture with its first twin in the other set", () => {
  const a = pictures(1, 2, 3, 4, 1, 2);
  const b = pictures(9, 9, 1, 2, 1, 2);
  assert.deepEqual(sharedPictures(a, b), [[0, 1], [2, 1]]);
  assert.deepEqual(sharedPictures(b, a), [[1, 0], [2, 0]]);
  assert.deepEqual(sharedPictures(a, pictures()), []);
});

Deno.test("sharedPictures() throws when the sizes differ", () => {
  assert.throws(
    () => sharedPictures(pictures(1, 2), { ...pictures(1, 2), width: 2, height: 1 }),
    /one size/,
  );
});
