/**
 * The random half of augmentation: what happens to one picture, drawn from (seed, epoch, picture).
 * The other half, `augment.ts`, applies these numbers and is deterministic, so that it can be
 * checked against Albumentations with fixed ones.
 *
 * Probabilities, ranges and defaults are those of Albumentations 1.3.1, the last release before
 * `CoarseDropout`, `GaussianBlur` and the border of `ShiftScaleRotate` got other defaults; the
 * report states the ranges it set and no version, so what it left open is taken from there:
 * eight holes of 8×8 pixels filled with black, Gaussian kernels of 3, 5 or 7 pixels with OpenCV's
 * own σ, borders mirrored without repeating the edge. Holes and kernels are meant for pictures of
 * 64×64 and shrink in proportion on smaller ones.
 */
import type { AugmentationName } from "../records/run.ts";
import type { Random } from "./random.ts";

/** Most holes that a picture can get. */
const MAX_HOLES = 8;
/** The side for which Albumentations' pixel sizes are meant. */
const NOMINAL_SIDE = 64;

/** What happens to one picture. Mutable, so that one object serves a whole run. */
export interface AugmentParameters {
  /** Left and right change places. */
  mirror: boolean;
  /** Top and bottom change places. */
  upsideDown: boolean;
  /** Factor on the grey values: around 0 for Albumentations, around mid-grey for `batch`. */
  contrast: number;
  /** Added to the grey values, on a scale of 0 to 1. */
  brightness: number;
  /** Whether the next four apply. */
  warp: boolean;
  /** Degrees, anti-clockwise as one sees the picture. */
  angle: number;
  /** Above 1 the face grows. */
  scale: number;
  /** Shares of the side, to the right and down. */
  shiftX: number;
  shiftY: number;
  /** Side of the Gaussian kernel in pixels: 3, 5 or 7; 1 for none. */
  blur: number;
  /** Number of erased rectangles. */
  holes: number;
  /** `[MAX_HOLES, 4]`: left, top, width, height in pixels of the output. */
  readonly boxes: Int32Array;
  /** What holes are filled with: a grey value, or for `batch` a normalised value. */
  fill: number;
}

const IDENTITY: Omit<AugmentParameters, "boxes"> = {
  mirror: false,
  upsideDown: false,
  contrast: 1,
  brightness: 0,
  warp: false,
  angle: 0,
  scale: 1,
  shiftX: 0,
  shiftY: 0,
  blur: 1,
  holes: 0,
  fill: 0,
};

/** Parameters that leave a picture as it is. */
export function identityParameters(): AugmentParameters {
  return { ...IDENTITY, boxes: new Int32Array(MAX_HOLES * 4) };
}

/**
 * Draws what happens to one picture.
 *
 * @param into overwritten
 * @param size side of the output in pixels
 * @param random pointed at this picture: `random.at(seed, "augmentation", epoch, picture)`
 */
export function drawParameters(
  into: AugmentParameters,
  strategy: AugmentationName,
  size: number,
  random: Random,
): void {
  Object.assign(into, IDENTITY);
  switch (strategy) {
    case "none":
      return;
    case "horizontal":
      into.mirror = random.chance(0.5);
      return;
    case "vertical":
      into.upsideDown = random.chance(0.5);
      return;
    case "moderate":
      drawModerate(into, random);
      return;
    case "aggressive":
      drawModerate(into, random);
      drawBlur(into, size, random);
      drawHoles(into, size, random);
      return;
    case "batch":
      drawBatch(into, size, random);
      return;
    default:
      strategy satisfies never;
  }
}

/** Flip .5, brightness and contrast ±.2 (.3), shift ±.1, scale ±.15 and rotation ±15° (.7). */
function drawModerate(into: AugmentParameters, random: Random): void {
  into.mirror = random.chance(0.5);
  if (random.chance(0.3)) {
    into.contrast = random.between(0.8, 1.2);
    into.brightness = random.between(-0.2, 0.2);
  }
  if (random.chance(0.7)) drawWarp(into, random);
}

function drawWarp(into: AugmentParameters, random: Random): void {
  into.warp = true;
  into.angle = random.between(-15, 15);
  into.scale = random.between(0.85, 1.15);
  into.shiftX = random.between(-0.1, 0.1);
  into.shiftY = random.between(-0.1, 0.1);
}

/** Gaussian blur (.1). */
function drawBlur(into: AugmentParameters, size: number, random: Random): void {
  if (!random.chance(0.1)) return;
  // Albumentations draws 3 to 7 and takes the next odd number, so 5 and 7 come twice as often as 3.
  const drawn = 3 + random.below(5);
  const side = drawn % 2 === 1 ? drawn : drawn + 1;
  into.blur = 2 * Math.floor((side * Math.min(size, NOMINAL_SIDE)) / NOMINAL_SIDE / 2) + 1;
}

/** Coarse dropout (.25): eight black squares of 8×8 pixels that may overlap. */
function drawHoles(into: AugmentParameters, size: number, random: Random): void {
  if (!random.chance(0.25)) return;
  const side = Math.max(1, Math.round((8 * Math.min(size, NOMINAL_SIDE)) / NOMINAL_SIDE));
  into.holes = MAX_HOLES;
  for (let hole = 0; hole < MAX_HOLES; hole++) {
    const top = random.below(size - side + 1), left = random.below(size - side + 1);
    setBox(into, hole, left, top, side, side);
  }
}

/**
 * The recipe of the `fast` budget: one warp from the native size (.8), flip .5, contrast ±25 % and
 * brightness ±.2 (.5), one rectangle of 15 to 40 % of the side in an even grey (.35).
 */
function drawBatch(into: AugmentParameters, size: number, random: Random): void {
  if (random.chance(0.8)) drawWarp(into, random);
  into.mirror = random.chance(0.5);
  if (random.chance(0.5)) {
    into.contrast = random.between(0.75, 1.25);
    into.brightness = random.between(-0.2, 0.2);
  }
  if (!random.chance(0.35)) return;
  const height = Math.floor(size * random.between(0.15, 0.4));
  const width = Math.floor(size * random.between(0.15, 0.4));
  // As in the probe of the recipe, the rectangle never touches the lower or the right edge.
  const top = random.below(size - height), left = random.below(size - width);
  into.holes = 1;
  into.fill = 0.5 * random.normal();
  setBox(into, 0, left, top, width, height);
}

function setBox(
  { boxes }: AugmentParameters,
  hole: number,
  left: number,
  top: number,
  width: number,
  height: number,
): void {
  boxes[hole * 4] = left;
  boxes[hole * 4 + 1] = top;
  boxes[hole * 4 + 2] = width;
  boxes[hole * 4 + 3] = height;
}
