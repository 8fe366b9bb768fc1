/**
 * Watches the people in a video: finds faces in every k-th frame, keeps the persons apart, classifies
 * them and smooths the answers; in the frames between, the faces are followed by how they look.
 */
import { type Classifier, classifyFaces, labelOf } from "./classifier.ts";
import { type Square, squareOf } from "./crop.ts";
import type { Detector } from "./detector.ts";
import type { Face } from "./face.ts";
import { Follower } from "./follow.ts";
import type { GreyPicture, Picture } from "./picture.ts";
import { cropFace } from "./regions.ts";
import { PersonSmoother } from "./smooth.ts";
import { Tracker } from "./track.ts";

export interface WatcherOptions {
  readonly classifier: Classifier;
  readonly detector: Detector;
  /**
   * Search and classify every so many frames. In between, faces are followed and the last answers
   * stand. Default 1.
   */
  readonly every?: number;
  /** Seconds of smoothing, as for `Smoother`. Default 0.5. */
  readonly timeConstant?: number;
  /** Searches that a person may be missed by before being forgotten. Default 15. */
  readonly patience?: number;
  /** As for `findRegions`. */
  readonly margin?: number;
  readonly align?: boolean;
}

/** The learned detector's score that a new face must have; the cascade's are always higher. */
const NEW_PERSON_SCORE = 0.5;

/** A person in a frame. */
export interface SeenPerson {
  /** Counted from 1 in order of appearance. */
  readonly person: number;
  readonly face: Face;
  /** What was cut out, and from where. */
  readonly crop: GreyPicture;
  readonly square: Square;
  /** Of this frame's face alone. */
  readonly probabilities: Float32Array;
  /** Smoothed over the last moments, and what they say. */
  readonly smoothed: Float32Array;
  readonly label: string;
  readonly confidence: number;
}

export class Watcher {
  readonly #options: WatcherOptions;
  readonly #tracker: Tracker;
  readonly #smoother: PersonSmoother;
  readonly #followers = new Map<number, Follower>();
  #frame = 0;
  #seen: readonly SeenPerson[] = [];

  constructor(options: WatcherOptions) {
    const { every = 1, patience } = options;
    if (!Number.isInteger(every) || every < 1) {
      throw new Error(`Cannot watch: every must be a whole number from 1 on, but is ${every}`);
    }
    this.#options = options;
    this.#tracker = new Tracker({
      newScore: NEW_PERSON_SCORE,
      ...(patience === undefined ? {} : { patience }),
    });
    this.#smoother = new PersonSmoother(options.timeConstant);
  }

  /** Whether the next frame will be searched. */
  get searchesNext(): boolean {
    return this.#frame % (this.#options.every ?? 1) === 0;
  }

  /**
   * Looks at the next frame. One call at a time.
   *
   * @param time of the frame, in seconds, not before that of the last
   * @returns the people in it, by number
   */
  async look(picture: Picture, time: number): Promise<readonly SeenPerson[]> {
    const search = this.searchesNext;
    this.#frame++;
    if (!search) return this.#seen = this.#follow(picture);
    const { classifier, detector } = this.#options;
    const tracked = this.#tracker.update(await detector.detect(picture));
    this.#smoother.keep(this.#tracker.people);
    const crops = tracked.map(({ face }) =>
      cropFace(picture, face, detector.framing, this.#options)
    );
    const answers = await classifyFaces(classifier, crops);
    this.#followers.clear();
    if (!this.searchesNext) {
      for (const { person, face } of tracked) {
        this.#followers.set(person, new Follower(picture, face));
      }
    }
    this.#seen = tracked.map(({ person, face }, i) => {
      const probabilities = answers[i]!;
      const smoothed = this.#smoother.update(person, time, probabilities);
      const { label, confidence } = labelOf(smoothed, classifier.preprocess.classes);
      const square = squareOf(face, detector.framing, this.#options);
      return {
        person,
        face,
        crop: crops[i]!,
        square,
        probabilities,
        smoothed,
        label,
        confidence,
      };
    }).sort((a, b) => a.person - b.person);
    return this.#seen;
  }

  /** The last answers at the places where the faces are now; those lost from sight are left out. */
  #follow(picture: Picture): SeenPerson[] {
    return this.#seen.flatMap((seen) => {
      const face = this.#followers.get(seen.person)?.follow(picture);
      if (!face) return [];
      this.#tracker.move(seen.person, face);
      const square = squareOf(face, this.#options.detector.framing, this.#options);
      return [{ ...seen, face, square }];
    });
  }
}
