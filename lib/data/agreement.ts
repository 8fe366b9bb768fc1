/**
 * How far FER+'s annotators confirm FER-2013's labels, which were made by a web search and one
 * person's check. The same pictures under two labels: what the report means by annotation quality.
 */
import { CLASS_LISTS } from "./classes.ts";
import type { FaceSet } from "./faces.ts";
import { labelByVotes } from "./ferplus.ts";
import { readFerPlus } from "./load.ts";
import type { Sources } from "./locate.ts";
import { countFaces } from "./select.ts";

/** What became of the pictures of one label. */
export interface RelabelledClass {
  readonly label: string;
  readonly n: number;
  /** Pictures by their new label; what is missing to `n` got none. */
  readonly to: Readonly<Record<string, number>>;
}

/** What became of each class of `before`; pictures are joined by their row. */
export function relabelled(before: FaceSet, after: FaceSet): RelabelledClass[] {
  const newLabel = new Map(after.rows.map((row, i) => [row, after.classes[after.labels[i]!]!]));
  return before.classes.map((label, c) => {
    const to: Record<string, number> = {};
    let n = 0;
    for (let i = 0; i < countFaces(before); i++) {
      if (before.labels[i] !== c) continue;
      n++;
      const other = newLabel.get(before.rows[i]!);
      if (other !== undefined) to[other] = (to[other] ?? 0) + 1;
    }
    // In the order of the classes, so that the record of equal data is equal text.
    const ordered = after.classes.filter((name) => to[name] !== undefined)
      .map((name) => [name, to[name]!] as const);
    return { label, n, to: Object.fromEntries(ordered) };
  });
}

/** FER-2013's classes under FER+'s majority label. */
export async function describeRelabelling(sources: Sources): Promise<RelabelledClass[]> {
  const { faces, votes } = await readFerPlus(sources);
  return relabelled(faces, labelByVotes(faces, votes, CLASS_LISTS.eight, "majority"));
}
