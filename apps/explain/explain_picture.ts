/** Explains every face of one picture: find, cut out, prepare, explain. */
import { preprocess } from "lib/data/preprocess.ts";
import type { Explainer, Method } from "lib/explain/explainer.ts";
import type { HeatMap } from "lib/explain/heat_map.ts";
import { cropSquare, type Square, squareOf, wholePicture } from "lib/faces/crop.ts";
import type { Detector } from "lib/faces/detector.ts";
import type { Box } from "lib/faces/face.ts";
import { type GreyPicture, type Picture, toGrey } from "lib/faces/picture.ts";
import { type FaceMode, isCrop } from "lib/faces/regions.ts";
import type { Preprocess } from "lib/records/run.ts";

export interface PictureOptions {
  readonly explainer: Explainer;
  readonly preprocess: Preprocess;
  readonly mode: FaceMode;
  /** Called when a picture is to be searched. */
  readonly detector: () => Promise<Detector>;
  readonly method: Method;
  /** Null for methods without a stage. */
  readonly stage: string | null;
  /** Index of the class to explain; null: the predicted one. */
  readonly target: number | null;
}

export interface ExplainedFace {
  /** The detector's box, or null where the whole picture is the face. */
  readonly box: Box | null;
  readonly square: Square;
  readonly crop: GreyPicture;
  readonly probabilities: Float32Array;
  readonly target: number;
  readonly heat: HeatMap;
}

/** The faces of a picture with their explanations. @throws Error when no face is found. */
export async function explainPicture(
  picture: Picture,
  options: PictureOptions,
): Promise<ExplainedFace[]> {
  const found = await findFaces(picture, options);
  if (found.length === 0) {
    throw new Error(
      "Cannot explain the picture: it must show a face, but none is found; with --faces crop the " +
        "whole picture is taken for one",
    );
  }
  const { explainer, method, stage, target } = options;
  const { size } = options.preprocess;
  const grey = toGrey(picture);
  const crops = found.map(({ square }) => cropSquare(grey, square));
  const prepared = new Float32Array(crops.length * size * size);
  crops.forEach((crop, i) => prepared.set(preprocess(crop, options.preprocess), i * size * size));
  const explanations = await explainer.explain(prepared, {
    method,
    ...(stage === null ? {} : { stage }),
    targets: crops.map(() => target),
  });
  return found.map((face, i) => ({ ...face, crop: crops[i]!, ...explanations[i]! }));
}

async function findFaces(
  picture: Picture,
  { mode, detector }: PictureOptions,
): Promise<{ box: Box | null; square: Square }[]> {
  if (isCrop(picture, mode)) return [{ box: null, square: wholePicture(picture) }];
  const finder = await detector();
  return (await finder.detect(picture)).map((face) => ({
    box: { x: face.x, y: face.y, width: face.width, height: face.height },
    square: squareOf(face, finder.framing),
  }));
}
