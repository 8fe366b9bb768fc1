/** Parts of a face set: the pictures that a condition keeps, or those of some classes. */
import { checkClasses } from "./classes.ts";
import type { FaceSet, Usage } from "./faces.ts";

/** Number of pictures in a set. */
export function countFaces(set: FaceSet): number {
  return set.labels.length;
}

/** The pictures at these indices, in this order, as a set of their own. */
export function takeFaces(set: FaceSet, indices: ArrayLike<number>): FaceSet {
  const area = set.width * set.height, classes = set.classes.length, n = indices.length;
  const pixels = new Uint8Array(n * area);
  const labels = new Uint8Array(n);
  const targets = set.targets === undefined ? undefined : new Float32Array(n * classes);
  const rows: string[] = [], usage: Usage[] = [];
  for (let i = 0; i < n; i++) {
    const from = indices[i]!;
    pixels.set(set.pixels.subarray(from * area, (from + 1) * area), i * area);
    labels[i] = set.labels[from]!;
    targets?.set(set.targets!.subarray(from * classes, (from + 1) * classes), i * classes);
    rows.push(set.rows[from]!);
    usage.push(set.usage[from]!);
  }
  return { ...set, pixels, labels, rows, usage, ...(targets === undefined ? {} : { targets }) };
}

/** Indices of the pictures for which `keep` holds. */
export function indicesWhere(set: FaceSet, keep: (index: number) => boolean): number[] {
  const indices: number[] = [];
  for (let i = 0; i < countFaces(set); i++) if (keep(i)) indices.push(i);
  return indices;
}

/**
 * The pictures whose class is in `classes`, labelled by their place in that list. A class of the
 * list that has no picture here stays in the list.
 *
 * @throws Error when a class is not one of the set's
 */
export function selectClasses(set: FaceSet, classes: readonly string[]): FaceSet {
  checkClasses(classes, set.classes);
  const label = set.classes.map((name) => classes.indexOf(name));
  const kept = takeFaces(set, indicesWhere(set, (i) => label[set.labels[i]!]! >= 0));
  return { ...kept, classes, labels: kept.labels.map((old) => label[old]!) };
}

/** Number of pictures of each class, in the order of `set.classes`. */
export function countClasses(set: FaceSet): number[] {
  const counts = set.classes.map(() => 0);
  for (const label of set.labels) counts[label]!++;
  return counts;
}

/** So many of the indices, evenly spread. */
export function spreadOver(indices: readonly number[], count: number): number[] {
  const taken = Math.min(count, indices.length);
  return Array.from({ length: taken }, (_, i) => indices[Math.floor(i * indices.length / taken)]!);
}
