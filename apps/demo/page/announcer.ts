/**
 * What a screen reader is told while faces move: a change that has lasted, never more often than
 * every few seconds, and never a number alone.
 */
import { phrase, type Verdict } from "./words.ts";

/** Seconds that a change must last, and that lie between two announcements. */
const LASTING = 1.5, BETWEEN = 4;

export type Verdicts = ReadonlyMap<number, Verdict>;

export class Announcer {
  #said = "";
  #pending = "";
  #since = 0;
  #last = -Infinity;

  /**
   * @param time seconds
   * @returns what to say now, or null
   */
  update(time: number, verdicts: Verdicts): string | null {
    const key = keyOf(verdicts);
    if (key !== this.#pending) {
      this.#pending = key;
      this.#since = time;
    }
    const due = time - this.#since >= LASTING && time - this.#last >= BETWEEN;
    if (key === this.#said || !due) return null;
    return this.#say(key, time, verdicts);
  }

  /** At once: a picture does not change. */
  now(time: number, verdicts: Verdicts): string {
    return this.#say(this.#pending = keyOf(verdicts), time, verdicts);
  }

  reset(): void {
    this.#said = this.#pending = "";
    this.#last = -Infinity;
  }

  #say(key: string, time: number, verdicts: Verdicts): string {
    this.#said = key;
    this.#last = time;
    if (verdicts.size === 0) return "No face in view";
    return [...verdicts].map(([person, verdict]) => phrase(person, verdict)).join(". ");
  }
}

/** Who shows what, without numbers: a new percentage is no news. */
function keyOf(verdicts: Verdicts): string {
  if (verdicts.size === 0) return "none";
  return [...verdicts].map(([person, { label, certain }]) => `${person} ${certain ? label : "?"}`)
    .join();
}
