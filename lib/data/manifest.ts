/**
 * What the data sets are known to hold: SHA-256 of the files that this project was developed with,
 * and the number of pictures of each class and part. Kaggle and the authors of RAF-DB give their
 * sets out in forms whose hashes differ between downloads, so those are checked by their counts.
 */
import manifest from "../../data/manifest.json" with { type: "json" };
import type { FaceSet } from "./faces.ts";
import { countClasses, indicesWhere, takeFaces } from "./select.ts";

/** Number of pictures; `validation` is everything that is not training. */
export interface PartCounts {
  readonly training: number;
  readonly validation: number;
}

export interface ExpectedCounts extends PartCounts {
  readonly classes?: Readonly<Record<string, PartCounts>>;
}

/** A data set, or FER+ on top of `fer2013.csv`, which has a few pictures more than the table. */
export type CountsName = keyof typeof manifest.counts;

export function expectedCounts(name: CountsName): ExpectedCounts {
  return manifest.counts[name];
}

/**
 * Whether a file is the one this project was developed with: `same`, `other`, or `unlisted` where
 * the manifest does not know a file of this name.
 */
export function checkFile(name: string, sha256: string): "same" | "other" | "unlisted" {
  const files: Readonly<Record<string, { sha256: string }>> = manifest.files;
  const known = files[name];
  return known === undefined ? "unlisted" : known.sha256 === sha256 ? "same" : "other";
}

/** Number of training and validation pictures, in all and by class. */
export function countParts(set: FaceSet): Required<ExpectedCounts> {
  const part = (training: boolean) => {
    const indices = indicesWhere(set, (i) => (set.usage[i] === "training") === training);
    return countClasses(takeFaces(set, indices));
  };
  const training = part(true), validation = part(false);
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
  const classes = set.classes.map((name, c) =>
    [name, { training: training[c]!, validation: validation[c]! }] as const
  );
  return {
    training: sum(training),
    validation: sum(validation),
    classes: Object.fromEntries(classes),
  };
}

/** Where counts differ from the expected ones, a line each; none when all agree. */
export function compareCounts(found: Required<ExpectedCounts>, expected: ExpectedCounts): string[] {
  const problems: string[] = [];
  const compare = (what: string, a: PartCounts | undefined, b: PartCounts) => {
    for (const part of ["training", "validation"] as const) {
      if (a?.[part] !== b[part]) {
        problems.push(`${what}: ${a?.[part] ?? 0} ${part} pictures instead of ${b[part]}`);
      }
    }
  };
  compare("in all", found, expected);
  for (const [name, counts] of Object.entries(expected.classes ?? {})) {
    compare(name, found.classes[name], counts);
  }
  return problems;
}
