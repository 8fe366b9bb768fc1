/**
 * From pixels to people: what the worker does with a picture or with the frames of a camera or
 * video. In a moving source a search for faces costs as much as reading one, so a frame does either:
 * every fifth one searches, and those between follow the faces and read one person, whoever has
 * waited longest. So frames come evenly, and not more slowly where there are more faces.
 */
import { preprocess } from "lib/data/preprocess.ts";
import type { Explainer } from "lib/explain/explainer.ts";
import { type Classifier, classifyFaces } from "lib/faces/classifier.ts";
import { type Framing, squareOf } from "lib/faces/crop.ts";
import type { Detector } from "lib/faces/detector.ts";
import { type Face, overlap } from "lib/faces/face.ts";
import { Follower } from "lib/faces/follow.ts";
import type { GreyPicture, Picture } from "lib/faces/picture.ts";
import { cropFace } from "lib/faces/regions.ts";
import { PersonSmoother } from "lib/faces/smooth.ts";
import { Tracker } from "lib/faces/track.ts";
import type { Heat, Person, Reading, Timings } from "./messages.ts";

/** A search for faces every so many frames. */
const SEARCH_EVERY = 5;
/** A face that one search misses is kept as long as it can be followed, until the next search. */
const MISSES = 1;
const SAME_FACE = 0.3;

/** The networks. */
export interface Networks {
  /** Searches frames; may see less than `stillDetector`, but is fast. */
  readonly liveDetector: Detector;
  readonly stillDetector: Detector;
  readonly classifier: Classifier;
  /** Made when the heat map is first asked for: it holds the weights once more. */
  readonly explainer: () => Explainer;
}

interface Known {
  readonly face: Face;
  readonly follower: Follower;
  readonly misses: number;
}

interface Read {
  readonly frame: number;
  readonly probabilities: Float32Array;
  readonly heat: Heat | null;
}

/** Reads frames one after another, or single pictures. */
export class Analysis {
  readonly #networks: Networks;
  #tracker = newTracker();
  #smoother = new PersonSmoother();
  #known: readonly Known[] = [];
  #reads = new Map<number, Read>();
  #frame = 0;
  #searched = -Infinity;

  constructor(networks: Networks) {
    this.#networks = networks;
  }

  /** Forgets everyone: another source begins. */
  reset(): void {
    this.#tracker = newTracker();
    this.#smoother = new PersonSmoother();
    this.#known = [];
    this.#reads = new Map();
    this.#searched = -Infinity;
  }

  /** Reads every face of a picture. */
  async still(picture: Picture, { heat }: { heat: boolean }): Promise<Reading> {
    const { stillDetector: detector } = this.#networks;
    const watch = new Stopwatch();
    const faces = await detector.detect(picture);
    watch.lap("detect");
    const crops = faces.map((face) => cropFace(picture, face, detector.framing));
    watch.lap("prepare");
    const reads = await this.#read(crops, heat, null);
    watch.lap("network");
    const people = faces.map((face, i): Person => ({
      person: i + 1,
      face,
      square: squareIn(face, detector.framing),
      probabilities: reads[i]!.probabilities,
      heat: reads[i]!.heat,
      fresh: true,
    }));
    return { width: picture.width, height: picture.height, people, timings: watch.timings };
  }

  /**
   * Reads the next frame.
   *
   * @param time seconds, for smoothing
   */
  async frame(
    picture: Picture,
    { time, heat }: { time: number; heat: boolean },
  ): Promise<Reading> {
    const { framing } = this.#networks.liveDetector;
    const frame = this.#frame++;
    const watch = new Stopwatch();
    const before = this.#known.length;
    this.#known = this.#known.flatMap(({ follower, misses }) => {
      const face = follower.follow(picture);
      return face === null ? [] : [{ face, follower, misses }];
    });
    if (before > 0) watch.lap("follow");
    const lost = this.#known.length < before || before === 0;
    const search = lost || frame - this.#searched >= SEARCH_EVERY;
    // Two searches in a row must not keep anyone from being read.
    const read = !search || this.#searched === frame - 1;
    if (search) {
      this.#known = await this.#search(picture);
      this.#searched = frame;
      watch.lap("detect");
    }
    const tracked = this.#tracker.update(this.#known.map(({ face }) => face));
    this.#smoother.keep(this.#tracker.people);
    for (const person of this.#reads.keys()) {
      if (!this.#tracker.people.includes(person)) this.#reads.delete(person);
    }
    const since = (person: number) => this.#reads.get(person)?.frame ?? -1;
    const next = read
      ? tracked.toSorted((a, b) => since(a.person) - since(b.person))[0]
      : undefined;
    if (next !== undefined) {
      const crop = cropFace(picture, next.face, framing);
      watch.lap("prepare");
      const [read] = await this.#read([crop], heat, this.#shown(next.person));
      watch.lap("network");
      const probabilities = this.#smoother.update(next.person, time, read!.probabilities);
      this.#reads.set(next.person, { frame, probabilities, heat: read!.heat });
    }
    const people = tracked.map(({ person, face }): Person => ({
      person,
      face,
      square: squareIn(face, framing),
      probabilities: this.#reads.get(person)?.probabilities ?? null,
      heat: heat ? this.#reads.get(person)?.heat ?? null : null,
      fresh: person === next?.person,
    })).toSorted((a, b) => a.person - b.person);
    return { width: picture.width, height: picture.height, people, timings: watch.timings };
  }

  async #search(picture: Picture): Promise<Known[]> {
    const faces = await this.#networks.liveDetector.detect(picture);
    const missed = this.#known.filter(({ face, misses }) =>
      misses < MISSES && faces.every((other) => overlap(face, other) < SAME_FACE)
    );
    return [
      ...faces.map((face) => ({ face, follower: new Follower(picture, face), misses: 0 })),
      ...missed.map((known) => ({ ...known, misses: known.misses + 1 })),
    ];
  }

  /** Index of the class that a person's label says now; null before the first reading. */
  #shown(person: number): number | null {
    const probabilities = this.#reads.get(person)?.probabilities;
    return probabilities ? probabilities.indexOf(Math.max(...probabilities)) : null;
  }

  /** @param target the class that the heat maps explain, or null for each face's likeliest */
  async #read(
    crops: readonly GreyPicture[],
    heat: boolean,
    target: number | null,
  ): Promise<{ probabilities: Float32Array; heat: Heat | null }[]> {
    const { classifier, explainer } = this.#networks;
    if (!heat) {
      const rows = await classifyFaces(classifier, crops);
      return rows.map((probabilities) => ({ probabilities, heat: null }));
    }
    const reads = [];
    for (const crop of crops) {
      const prepared = preprocess(crop, classifier.preprocess);
      const [explained] = await explainer().explain(prepared, { targets: [target] });
      const { width, height, values, shift } = explained!.heat;
      reads.push({
        probabilities: explained!.probabilities,
        heat: { width, height, values, shift },
      });
    }
    return reads;
  }
}

/** Only a face that the detector is surer of becomes a person; who is known stays one. */
const newTracker = () => new Tracker({ newScore: 0.5 });

function squareIn(face: Face, framing: Framing): [number, number, number] {
  const { x, y, side } = squareOf(face, framing);
  return [x - side / 2, y - side / 2, side];
}

class Stopwatch {
  #last = performance.now();
  timings: Timings = {};

  lap(part: keyof Timings): void {
    const now = performance.now();
    this.timings = { ...this.timings, [part]: now - this.#last };
    this.#last = now;
  }
}
