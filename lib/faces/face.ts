/**
 * Where a face is. One shape for all detectors, so that cropping, tracking and the programs do not
 * care which of them found it.
 */

/** Pixels from the picture's top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An upright rectangle in pixels; `x` and `y` are its top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Face extends Box {
  /** How sure the detector is; comparable between faces of the same detector only. */
  readonly score: number;
  /** Centres of the eyes, named as they lie in the picture. */
  readonly eyes?: { readonly left: Point; readonly right: Point };
}

/** Area shared by two boxes as a share of the area they cover together (intersection over union). */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** The faces that remain when each one removes less certain ones overlapping it by more than `limit`. */
export function suppressOverlaps(faces: readonly Face[], limit: number): Face[] {
  const kept: Face[] = [];
  for (const face of [...faces].sort((a, b) => b.score - a.score)) {
    if (kept.every((other) => overlap(face, other) <= limit)) kept.push(face);
  }
  return kept;
}
