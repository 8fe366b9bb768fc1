/**
 * A steady answer for a person in a video: probabilities averaged over the last moments with
 * exponentially fading weights. The fading is stated in seconds, so it is the same at ten frames a
 * second and at sixty, and where frames are dropped.
 */

/** Smooths the probabilities of one person. */
export class Smoother {
  readonly #timeConstant: number;
  #value: Float32Array | null = null;
  #time = 0;

  /** @param timeConstant seconds after which a change has come through by 63 % (1 − 1/e); 0 = off */
  constructor(timeConstant: number) {
    if (!(timeConstant >= 0)) {
      throw new Error(
        `Cannot smooth: the time constant must be 0 seconds or more, but is ${timeConstant}`,
      );
    }
    this.#timeConstant = timeConstant;
  }

  /**
   * @param time of the frame, in seconds; not before that of the last call
   * @param probabilities of this frame; they sum to 1
   * @returns the smoothed probabilities; they sum to 1. The first call's are its own
   */
  update(time: number, probabilities: Float32Array): Float32Array {
    const last = this.#value;
    if (last === null || this.#timeConstant === 0) {
      this.#value = probabilities.slice();
    } else {
      const keep = Math.exp(-Math.max(0, time - this.#time) / this.#timeConstant);
      this.#value = probabilities.map((p, i) => keep * last[i]! + (1 - keep) * p);
    }
    this.#time = time;
    return this.#value;
  }
}

/** A `Smoother` for each person; those no longer known to the tracker are to be dropped. */
export class PersonSmoother {
  readonly #timeConstant: number;
  readonly #people = new Map<number, Smoother>();

  /** @param timeConstant as for `Smoother`. Default 0.5 seconds */
  constructor(timeConstant = 0.5) {
    this.#timeConstant = timeConstant;
  }

  /** As `Smoother.update`, for one person. */
  update(person: number, time: number, probabilities: Float32Array): Float32Array {
    let smoother = this.#people.get(person);
    if (smoother === undefined) {
      smoother = new Smoother(this.#timeConstant);
      this.#people.set(person, smoother);
    }
    return smoother.update(time, probabilities);
  }

  /** Forgets everyone but these persons. */
  keep(people: readonly number[]): void {
    const known = new Set(people);
    for (const person of this.#people.keys()) if (!known.has(person)) this.#people.delete(person);
  }
}
