/** What the page says of a face, in one place, so that screen, screen reader and table agree. */
import { percent } from "lib/faces/percent.ts";

/** What the network says of a face. */
export interface Verdict {
  readonly label: string;
  readonly confidence: number;
  /** False below the calibrated threshold: the page then says "Uncertain". */
  readonly certain: boolean;
}

/** @param threshold the least confidence at which the network answers */
export function verdict(
  probabilities: ArrayLike<number>,
  classes: readonly string[],
  threshold: number,
): Verdict {
  let best = 0;
  for (let i = 1; i < classes.length; i++) if (probabilities[i]! > probabilities[best]!) best = i;
  const confidence = probabilities[best]!;
  return { label: classes[best]!, confidence, certain: confidence >= threshold };
}

/** The label as a heading. */
export function title({ label, certain }: Verdict): string {
  return certain ? label[0]!.toUpperCase() + label.slice(1) : "Uncertain";
}

/** A whole phrase, for a screen reader. */
export function phrase(person: number, { label, confidence, certain }: Verdict): string {
  const share = percent(confidence).replace(">", "over ").replace("<", "under ")
    .replace("\u00a0%", " percent");
  return certain
    ? `Person ${person}: ${label}, ${share}`
    : `Person ${person}: uncertain, perhaps ${label}, ${share}`;
}
