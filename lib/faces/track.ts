/**
 * Keeps people apart over the frames of a video by the overlap of their boxes: no appearance model,
 * which a webcam or a clip with a few faces does not need, so it costs nothing beside the detector.
 */
import { type Face, overlap } from "./face.ts";

export interface TrackerOptions {
  /** Least overlap (intersection over union) for a face to be the same person. Default 0.3. */
  readonly minOverlap?: number;
  /** A person not seen for more than this many updates is forgotten. Default 15. */
  readonly patience?: number;
  /**
   * Least score of a face that starts a new person, so that a doubtful hit is followed where a
   * person was and ignored elsewhere. Default 0.
   */
  readonly newScore?: number;
}

/** A person in the current frame. */
export interface TrackedFace {
  /** Counted from 1 in order of appearance; never given again. */
  readonly person: number;
  readonly face: Face;
}

/**
 * Gives each face of a frame the number of the person it belongs to. Pairs are formed from the
 * greatest overlap downwards.
 *
 * @example
 * ```ts
 * import { Tracker } from "lib/faces/track.ts";
 * const tracker = new Tracker();
 * const face = { x: 10, y: 10, width: 40, height: 40, score: 1 };
 * const [first] = tracker.update([face]);
 * const [later] = tracker.update([{ ...face, x: 14 }]);
 * if (first!.person !== later!.person) throw new Error("the same person");
 * ```
 */
export class Tracker {
  readonly #minOverlap: number;
  readonly #patience: number;
  readonly #newScore: number;
  #people: { person: number; face: Face; missed: number }[] = [];
  #next = 1;

  constructor({ minOverlap = 0.3, patience = 15, newScore = 0 }: TrackerOptions = {}) {
    this.#minOverlap = minOverlap;
    this.#patience = patience;
    this.#newScore = newScore;
  }

  /**
   * @param faces the faces that were detected in the next frame
   * @returns the faces in the same order with their persons, without those too doubtful
   */
  update(faces: readonly Face[]): TrackedFace[] {
    const pairs = this.#people.flatMap((known, k) =>
      faces.map((face, f) => ({ k, f, overlap: overlap(known.face, face) }))
    ).filter((pair) => pair.overlap >= this.#minOverlap).sort((a, b) => b.overlap - a.overlap);
    const personOf = new Map<number, number>();
    const seen = new Set<number>();
    for (const { k, f } of pairs) {
      if (personOf.has(f) || seen.has(k)) continue;
      seen.add(k);
      personOf.set(f, this.#people[k]!.person);
      this.#people[k] = { ...this.#people[k]!, face: faces[f]!, missed: 0 };
    }
    this.#people = this.#people
      .map((known, k) => seen.has(k) ? known : { ...known, missed: known.missed + 1 })
      .filter((known) => known.missed <= this.#patience);
    return faces.flatMap((face, f) => {
      let person = personOf.get(f);
      if (person === undefined) {
        if (face.score < this.#newScore) return [];
        person = this.#next++;
        this.#people.push({ person, face, missed: 0 });
      }
      return [{ person, face }];
    });
  }

  /** Says where a person is now, as followed between two updates. */
  move(person: number, face: Face): void {
    this.#people = this.#people.map((known) =>
      known.person === person ? { ...known, face } : known
    );
  }

  /** The persons that are not forgotten, in the current frame or not. */
  get people(): readonly number[] {
    return this.#people.map((known) => known.person);
  }
}
