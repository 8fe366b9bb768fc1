/**
 * Which parts of a picture are faces to classify: the whole picture, where it is a face cut out
 * already, or what a detector finds.
 */
import { boxOf, cropSquare, type Framing, squareOf, wholePicture } from "./crop.ts";
import type { Detector } from "./detector.ts";
import type { Box, Face } from "./face.ts";
import { cut, type GreyPicture, type Picture, toGrey } from "./picture.ts";

/**
 * `crop`: each picture is a face; `detect`: search for faces; `auto`: `crop` for pictures up to
 * 100 pixels that are square or nearly so, as the data sets' are, else `detect`.
 */
export const FACE_MODES = ["auto", "crop", "detect"] as const;
export type FaceMode = (typeof FACE_MODES)[number];

/** The largest side of a picture that `auto` takes for a face: RAF-DB's have 100 pixels. */
const CROP_SIDE = 100;
/** The least ratio of its sides. */
const CROP_RATIO = 0.8;

export interface RegionOptions {
  readonly mode: FaceMode;
  /** Called for when a picture is to be searched. */
  readonly detector: () => Promise<Detector>;
  /** Widens the cut on each side by this share of it; 0 is the data sets' framing. */
  readonly margin?: number;
  /** Turn faces so that the eyes lie level; the detector must find eyes. */
  readonly align?: boolean;
}

/** A face in a picture. */
export interface Region {
  /** Where it is: the detector's box, or the whole picture. */
  readonly box: Box;
  /** What was cut out, for `data/preprocess.ts`. */
  readonly crop: GreyPicture;
}

/** Whether the picture is classified as it is. */
export function isCrop(picture: { width: number; height: number }, mode: FaceMode): boolean {
  if (mode !== "auto") return mode === "crop";
  const { width, height } = picture;
  const ratio = Math.min(width, height) / Math.max(width, height);
  return Math.max(width, height) <= CROP_SIDE && ratio >= CROP_RATIO;
}

/** The faces of a picture; none where none is found. */
export async function findRegions(picture: Picture, options: RegionOptions): Promise<Region[]> {
  if (isCrop(picture, options.mode)) {
    const { width, height } = picture;
    const crop = cropSquare(toGrey(picture), wholePicture(picture));
    return [{ box: { x: 0, y: 0, width, height }, crop }];
  }
  const detector = await options.detector();
  const faces = await detector.detect(picture);
  return faces.map((face) => ({
    box: { x: face.x, y: face.y, width: face.width, height: face.height },
    crop: cropFace(picture, face, detector.framing, options),
  }));
}

/** Cuts a detected face out, framed as the data sets' pictures. */
export function cropFace(
  picture: Picture,
  face: Face,
  framing: Framing,
  options: { readonly margin?: number; readonly align?: boolean } = {},
): GreyPicture {
  const square = squareOf(face, framing, options);
  // Only the part that the square can reach, turned or not, becomes grey: a photograph has far more
  // pixels than its faces. Two pixels more are for whole numbers and the bilinear neighbour.
  const reach = square.side * Math.SQRT1_2 + 2;
  const part = cut(picture, boxOf({ ...square, side: 2 * reach }));
  return cropSquare(toGrey(part), { ...square, x: square.x - part.x, y: square.y - part.y });
}
