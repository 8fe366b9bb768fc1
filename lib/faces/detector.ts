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
   * The faces of a picture, the surest first, within the picture. One call at a time.
   *
   * @throws Error when the detector itself fails; it can be used again afterwards
   */
  detect(picture: Picture): Promise<Face[]>;
  /** Releases what it holds; it cannot be used afterwards. */
  dispose(): void;
}
