/**
 * Several data sets as one, for training on more faces than one of them has (the report's outlook:
 * FER+ together with RAF-DB).
 */
import type { FaceSet } from "./faces.ts";
import { countFaces } from "./select.ts";
import { resizeInto } from "./resize.ts";

/**
 * Joins sets in the given order, each picture resized to `size × size`. A row is told apart by its
 * set's name, `raf-db:test_0001.jpg`. Vote distributions are kept where all sets have them; where
 * only some do, the others' pictures get all of the weight on their label.
 *
 * @throws Error when there is no set, or the class lists differ
 */
export function mergeFaces(sets: readonly FaceSet[], size: number): FaceSet {
  const [first] = sets;
  if (first === undefined) throw new Error("Cannot merge data sets: there must be one or more");
  const classes = first.classes, count = classes.length;
  for (const { name, classes: other } of sets) {
    if (other.join() !== classes.join()) {
      throw new Error(
        `Cannot merge ${first.name} and ${name}: their classes must be the same, but are ` +
          `${classes.join(", ")} and ${other.join(", ")}`,
      );
    }
  }
  const n = sets.reduce((sum, set) => sum + countFaces(set), 0), area = size * size;
  const pixels = new Uint8Array(n * area), labels = new Uint8Array(n);
  const targets = new Float32Array(n * count);
  let at = 0;
  for (const set of sets) {
    for (let i = 0; i < countFaces(set); i++, at++) {
      const offset = i * set.width * set.height;
      const out = pixels.subarray(at * area, (at + 1) * area);
      resizeInto(out, size, set.pixels, offset, set.width, set.height);
      const label = set.labels[i]!;
      labels[at] = label;
      if (set.targets === undefined) targets[at * count + label] = 1;
      else targets.set(set.targets.subarray(i * count, (i + 1) * count), at * count);
    }
  }
  const merged = {
    name: sets.map(({ name }) => name).join("+"),
    classes,
    width: size,
    height: size,
    pixels,
    labels,
    rows: sets.flatMap(({ name, rows }) => rows.map((row) => `${name}:${row}`)),
    usage: sets.flatMap(({ usage }) => usage),
  };
  return sets.some((set) => set.targets !== undefined) ? { ...merged, targets } : merged;
}
