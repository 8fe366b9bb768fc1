/**
 * What finds faces. Detectors differ in what they need and how tightly they draw their boxes; behind
 * this interface the programs see neither.
 */
import type { Framing } from "./crop.ts";
import type { Face } from "./face.ts";
import type { Picture } from "./picture.ts";

export const DETECTORS = ["haar", "learned"] as const;
export type DetectorName = (typeof DETECTORS)[number];

export interface Detector {
  readonly name: DetectorName;
  /** Turns its boxes into the framing of the data sets' pictures. */
  readonly framing: Framing;
  /**
   * The faces of a picture, the surest first, within the picture. Calls wait for each other.
   *
   * @throws Error when the detector itself fails; it can be used again afterwards
   */
  detect(picture: Picture): Promise<Face[]>;
  /** Releases what it holds; it cannot be used afterwards. */
  dispose(): void;
}

/** Makes calls of a detector that takes one at a time wait for each other. */
export function queued(detector: Detector): Detector {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...detector,
    detect(picture) {
      const answer = last.then(() => detector.detect(picture));
      last = answer.catch(() => {}); // The caller has the error; the next call goes on.
      return answer;
    },
  };
}
