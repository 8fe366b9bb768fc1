/**
 * FER+: ten annotators' votes for every picture of FER-2013 (Barsoum et al., "Training deep
 * networks for facial expression recognition with crowd-sourced label distribution", ICMI 2016).
 * The votes come in `fer2013new.csv` in the order of `fer2013.csv`, so they join by row number.
 */
import { checkClasses, FERPLUS_COLUMNS } from "./classes.ts";
import type { FaceSet, Usage } from "./faces.ts";
import { ferUsage } from "./fer2013.ts";
import { indicesWhere, takeFaces } from "./select.ts";

/** The votes of all pictures. */
export interface Votes {
  /** File they came from, for messages. */
  readonly path: string;
  readonly n: number;
  /** `[n, 10]`, in the order of `FERPLUS_COLUMNS`. */
  readonly counts: Uint8Array;
  readonly usage: readonly Usage[];
}

const COLUMNS = FERPLUS_COLUMNS.length;
const HEADER = [
  ["Usage", "Image name", "neutral", "happiness", "surprise", "sadness"],
  ["anger", "disgust", "fear", "contempt", "unknown", "NF"],
].flat().join(",");

/**
 * Reads `fer2013new.csv`.
 *
 * @throws Error with file and row when the header, a row's length, a usage or a count is wrong
 */
export function parseVotes(text: string, path: string): Votes {
  const lines = text.split(/\r?\n/);
  while (lines.at(-1) === "") lines.pop();
  if (lines[0] !== HEADER) {
    throw new Error(
      `Cannot read ${path}: its first line must be "${HEADER}", but is "${lines[0]}"`,
    );
  }
  const n = lines.length - 1;
  const counts = new Uint8Array(n * COLUMNS);
  const usage: Usage[] = [];
  for (let row = 0; row < n; row++) {
    const at = `${path}, row ${row}`;
    const fields = lines[row + 1]!.split(",");
    if (fields.length !== COLUMNS + 2) {
      throw new Error(
        `Cannot read ${at}: it must have ${COLUMNS + 2} fields, but has ${fields.length}`,
      );
    }
    usage.push(ferUsage(fields[0]!, at));
    for (let column = 0; column < COLUMNS; column++) {
      const field = fields[column + 2]!;
      const count = Number(field);
      if (!/^\d+$/.test(field) || count > 255) {
        throw new Error(`Cannot read ${at}: a vote count must be 0 to 255, but is "${field}"`);
      }
      counts[row * COLUMNS + column] = count;
    }
  }
  return { path, n, counts, usage };
}

/** The first of the ten columns with the most votes in this row, as a column index. */
export function majorityColumn(votes: Votes, row: number): number {
  let best = 0;
  for (let column = 1; column < COLUMNS; column++) {
    if (votes.counts[row * COLUMNS + column]! > votes.counts[row * COLUMNS + best]!) best = column;
  }
  return best;
}

/**
 * Labels FER-2013's pictures by their votes. A picture stays when the majority of its votes is one
 * of `classes`; `unknown` and `not-a-face` are in no class list. Pictures whose row in
 * `fer2013.csv` is not known have no votes and leave too.
 *
 * With `target` `votes` the set also gets `targets`: the votes over `classes`, single votes dropped
 * as noise (as FER+'s authors do), the majority class kept, normalised to sum 1.
 *
 * @throws Error with file and row when a picture's votes are missing or belong to another part
 */
export function labelByVotes(
  faces: FaceSet,
  votes: Votes,
  classes: readonly string[],
  target: "majority" | "votes",
): FaceSet {
  checkClasses(classes, FERPLUS_COLUMNS.slice(0, 8));
  const columns = classes.map((name) => FERPLUS_COLUMNS.indexOf(name));
  const known = indicesWhere(faces, (i) => /^\d+$/.test(faces.rows[i]!));
  const labelled = known.map((index) => {
    const row = Number(faces.rows[index]);
    checkRow(votes, row, faces.usage[index]!);
    return { index, row, label: columns.indexOf(majorityColumn(votes, row)) };
  }).filter(({ label }) => label >= 0);
  const set = takeFaces(faces, labelled.map(({ index }) => index));
  const labels = Uint8Array.from(labelled, ({ label }) => label);
  const named = { ...set, name: "ferplus", classes, labels };
  if (target === "majority") return named;
  const targets = new Float32Array(labelled.length * classes.length);
  labelled.forEach(({ row, label }, i) => {
    const shares = voteShares(columns.map((c) => votes.counts[row * COLUMNS + c]!), label);
    targets.set(shares, i * classes.length);
  });
  return { ...named, targets };
}

/** Votes over the classes as a distribution: single votes dropped, the majority class kept. */
export function voteShares(counts: readonly number[], majority: number): number[] {
  const kept = counts.map((count, c) =>
    count > 1 ? count : c === majority ? Math.max(count, 1) : 0
  );
  const sum = kept.reduce((a, b) => a + b, 0);
  return kept.map((count) => count / sum);
}

function checkRow(votes: Votes, row: number, usage: Usage): void {
  if (row >= votes.n) {
    throw new Error(
      `Cannot label picture ${row} of FER-2013: its votes are missing, ${votes.path} has ` +
        `${votes.n} rows; fetch the file again`,
    );
  }
  const parts: readonly Usage[] = usage === "validation" ? ["public", "private"] : [usage];
  if (!parts.includes(votes.usage[row]!)) {
    throw new Error(
      `Cannot label picture ${row} of FER-2013: it is in the ${usage} part, but its votes in ` +
        `${votes.path} say ${votes.usage[row]}: the files do not belong together`,
    );
  }
}
