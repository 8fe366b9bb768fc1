/** What the page says of a face, in one place, so that screen, screen reader and table agree. */

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

/** "92 %", with a space that does not break; nothing that is only nearly so is called 0 or 100 %. */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  if (whole === 100 && share < 1) return ">99\u00a0%";
  if (whole === 0 && share > 0) return "<1\u00a0%";
  return `${whole}\u00a0%`;
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
