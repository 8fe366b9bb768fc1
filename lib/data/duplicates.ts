/**
 * Pictures that occur more than once, pixel for pixel. FER-2013 repeats some, across the border of
 * training and validation too, where a network is then asked what it has been shown.
 */
import type { FaceSet } from "./faces.ts";
import type { GreyPictures } from "./preprocess.ts";
import { countFaces, indicesWhere, takeFaces } from "./select.ts";

/**
 * For every picture the index of the first one with equal pixels (its own, where it is the first).
 *
 * @returns `[n]`
 */
export function firstOccurrences(pictures: GreyPictures): Uint32Array {
  const { width, height, pixels } = pictures;
  const area = width * height, n = pixels.length / area;
  const byHash = new Map<number, number[]>();
  const first = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const hash = hashPixels(pixels, i * area, area);
    const candidates = byHash.get(hash) ?? [];
    const found = candidates.find((other) => equalPixels(pixels, i * area, other * area, area));
    first[i] = found ?? i;
    if (found === undefined) byHash.set(hash, [...candidates, i]);
  }
  return first;
}

/** How often a set repeats itself. */
export interface DuplicateCounts {
  /** Different pictures. */
  readonly distinct: number;
  /** Pictures that repeat an earlier one. */
  readonly repeated: number;
  /** Training pictures that also occur in another part. */
  readonly acrossSplit: number;
  /** Of those, the ones that carry another label there. */
  readonly contradicting: number;
}

export function countDuplicates(set: FaceSet): DuplicateCounts {
  const first = firstOccurrences(set), n = countFaces(set);
  const held = new Map<number, Set<number>>();
  for (let i = 0; i < n; i++) {
    if (set.usage[i] === "training") continue;
    held.set(first[i]!, (held.get(first[i]!) ?? new Set()).add(set.labels[i]!));
  }
  const shared = indicesWhere(set, (i) => set.usage[i] === "training" && held.has(first[i]!));
  const distinct = new Set(first).size;
  return {
    distinct,
    repeated: n - distinct,
    acrossSplit: shared.length,
    contradicting: shared.filter((i) => {
      const labels = held.get(first[i]!)!;
      return labels.size > 1 || !labels.has(set.labels[i]!);
    }).length,
  };
}

/**
 * For every picture of `a` that is also in `b`, its index and that of the first such picture of `b`.
 *
 * @throws Error when the pictures differ in size
 */
export function sharedPictures(a: GreyPictures, b: GreyPictures): [a: number, b: number][] {
  if (a.width !== b.width || a.height !== b.height) {
    throw new Error(
      `Cannot compare pictures: both sets must have one size, but they are ${a.width}×${a.height} ` +
        `and ${b.width}×${b.height}`,
    );
  }
  // `b` first, so that a picture of `a` finds its first occurrence there.
  const pixels = new Uint8Array(a.pixels.length + b.pixels.length);
  pixels.set(b.pixels);
  pixels.set(a.pixels, b.pixels.length);
  const offset = b.pixels.length / (b.width * b.height);
  const first = firstOccurrences({ ...a, pixels });
  return Array.from(first.subarray(offset), (found, i): [number, number] => [i, found])
    .filter(([, found]) => found < offset);
}

/** The pictures of `training` whose pixels equal no picture of `validation`. */
export function withoutDuplicatesOf(training: FaceSet, validation: FaceSet): FaceSet {
  const repeated = new Set(sharedPictures(training, validation).map(([index]) => index));
  return takeFaces(training, indicesWhere(training, (i) => !repeated.has(i)));
}

/** FNV-1a over the pixels, 32 bits. */
function hashPixels(pixels: Uint8Array, start: number, length: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < start + length; i++) hash = Math.imul(hash ^ pixels[i]!, 0x01000193);
  return hash;
}

function equalPixels(pixels: Uint8Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (pixels[a + i] !== pixels[b + i]) return false;
  return true;
}
