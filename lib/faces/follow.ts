/**
 * Follows a face from frame to frame between two searches by a detector: where in the neighbourhood
 * does it look most as it did when it was found? Normalised correlation of a picture of at most 48
 * pixels costs a few milliseconds; a detector costs ten times that. The pattern is never renewed
 * from a followed frame, so the place cannot drift; the next search gives a new one.
 */
import type { Face } from "./face.ts";
import type { Picture } from "./picture.ts";
import { cropFace } from "./regions.ts";

/** Side of the searched square as a multiple of the face's. */
const REACH = 1.75;
/** Correlation under which the face counts as lost. */
const LEAST_CORRELATION = 0.5;

/** Follows one face. */
export class Follower {
  #face: Face;
  readonly #side: number;
  readonly #pattern: Float32Array;

  /** @param picture the frame in which the detector found the face */
  constructor(picture: Picture, face: Face) {
    this.#face = face;
    const window = searched(picture, face);
    this.#side = Math.max(1, Math.round(window.width / REACH));
    const margin = (window.width - this.#side) >> 1;
    this.#pattern = new Float32Array(this.#side ** 2);
    standardise(window, margin, margin, this.#pattern, this.#side);
  }

  /** The face in the next frame, or null when nothing there looks like it. */
  follow(picture: Picture): Face | null {
    const window = searched(picture, this.#face);
    const places = window.width - this.#side + 1;
    const patch = new Float32Array(this.#side ** 2);
    const scores = new Float32Array(places * places).fill(NaN);
    const score = (column: number, row: number): number => {
      const at = row * places + column;
      if (Number.isNaN(scores[at])) {
        standardise(window, column, row, patch, this.#side);
        let sum = 0;
        for (let i = 0; i < patch.length; i++) sum += patch[i]! * this.#pattern[i]!;
        scores[at] = sum;
      }
      return scores[at]!;
    };
    const best = climb(score, places);
    if (!(score(best.column, best.row) >= LEAST_CORRELATION)) return null;
    const pixel = REACH * Math.sqrt(this.#face.width * this.#face.height) / window.width;
    const margin = (window.width - this.#side) >> 1;
    const across = (step: number) => score(best.column + step, best.row);
    const down = (step: number) => score(best.column, best.row + step);
    const x = best.column - margin + peak(across, best.column, places);
    const y = best.row - margin + peak(down, best.row, places);
    this.#face = {
      ...this.#face,
      x: this.#face.x + x * pixel,
      y: this.#face.y + y * pixel,
    };
    return this.#face;
  }
}

/** The grey square around the face, in which it is looked for. */
function searched(picture: Picture, face: Face) {
  return cropFace(picture, face, { scale: REACH, down: 0 });
}

/** A square of the window less its mean, divided by its norm: products of two are correlations. */
function standardise(
  { width, pixels }: { readonly width: number; readonly pixels: Uint8Array },
  left: number,
  top: number,
  out: Float32Array,
  side: number,
): void {
  let sum = 0, squares = 0;
  for (let row = 0, i = 0; row < side; row++) {
    for (let column = 0, at = (top + row) * width + left; column < side; column++, at++, i++) {
      const value = pixels[at]!;
      out[i] = value;
      sum += value;
      squares += value * value;
    }
  }
  const mean = sum / out.length;
  const norm = Math.sqrt(Math.max(0, squares - sum * mean));
  for (let i = 0; i < out.length; i++) out[i] = norm === 0 ? 0 : (out[i]! - mean) / norm;
}

/** The best of every second place, then of its neighbours until none is better. */
function climb(
  score: (column: number, row: number) => number,
  places: number,
): { column: number; row: number } {
  let best = { column: 0, row: 0 };
  const better = (column: number, row: number) => {
    if (score(column, row) > score(best.column, best.row)) best = { column, row };
  };
  for (let row = 0; row < places; row += 2) {
    for (let column = 0; column < places; column += 2) better(column, row);
  }
  for (let last = null; last !== best;) {
    const { column, row } = last = best;
    for (let y = Math.max(0, row - 1); y <= Math.min(places - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(places - 1, column + 1); x++) {
        better(x, y);
      }
    }
  }
  return best;
}

/** How far beside the best place the top of a parabola through its neighbours lies, −½ to ½. */
function peak(score: (step: number) => number, position: number, places: number): number {
  if (position === 0 || position === places - 1) return 0;
  const before = score(-1), after = score(1);
  const curve = before - 2 * score(0) + after;
  return curve < 0 ? 0.5 * (before - after) / curve : 0;
}
