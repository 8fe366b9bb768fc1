/**
 * Faces of one data set as plain arrays. Every set is grey: FER-2013 and FER+ are, RAF-DB is
 * converted, so that one preprocessing serves all of them.
 */

/** Which part of its data set a picture belongs to. RAF-DB's test part is `validation`. */
export type Usage = "training" | "public" | "private" | "validation";

/** `n` labelled grey faces of equal size. */
export interface FaceSet {
  readonly name: string;
  /** Class names; a label is an index into them. */
  readonly classes: readonly string[];
  readonly width: number;
  readonly height: number;
  /** `[n, height, width]`, row-major, 0 to 255. */
  readonly pixels: Uint8Array;
  /** `[n]`, class indices. */
  readonly labels: Uint8Array;
  /** `[n, classes]`, rows sum to 1; present when vote distributions were asked for. */
  readonly targets?: Float32Array;
  /** `[n]`, row in the source table, or path of the picture. */
  readonly rows: readonly string[];
  readonly usage: readonly Usage[];
}
