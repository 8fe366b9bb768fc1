/**
 * Cuts a face out as the small grey square that a data set of faces would hold. FER-2013's pictures
 * are 48×48, so a larger face is brought down to that by averaging: the network then sees the
 * sharpness it was trained on, whatever the camera, and no pixel is skipped as plain bilinear
 * sampling of a large face would. The square is what `data/preprocess.ts` takes; nothing here
 * normalises.
 */
import type { Box, Face } from "./face.ts";
import type { GreyPicture } from "./picture.ts";

/** Side of the pictures of FER-2013 and FER+, in pixels: crops are at most this large. */
export const FACE_SIDE = 48;

/** A square of the picture, possibly turned and reaching over the border. */
export interface Square {
  /** Centre, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly side: number;
  /** Clockwise turn of the square against the picture, in radians. */
  readonly angle: number;
}

/** How a detector's boxes are turned into the framing of the data sets' pictures. */
export interface Framing {
  /** Side of the square as a multiple of the geometric mean of the box's sides. */
  readonly scale: number;
  /** How far the square's centre lies under the box's, as a share of the box's height. */
  readonly down: number;
}

/**
 * The square to cut for a face.
 *
 * @param margin widens the square by this share of its side on each side; 0 keeps the data sets'
 * framing
 * @param align turns the square so that the eyes lie level; needs the face's `eyes`
 */
export function squareOf(
  face: Face,
  framing: Framing,
  { margin = 0, align = false }: { margin?: number; align?: boolean } = {},
): Square {
  const angle = align && face.eyes
    ? Math.atan2(face.eyes.right.y - face.eyes.left.y, face.eyes.right.x - face.eyes.left.x)
    : 0;
  const down = framing.down * face.height;
  return {
    // "Down" is down in the face, which leans with it.
    x: face.x + face.width / 2 - Math.sin(angle) * down,
    y: face.y + face.height / 2 + Math.cos(angle) * down,
    side: Math.sqrt(face.width * face.height) * framing.scale * (1 + 2 * margin),
    angle,
  };
}

/** How many times as long as wide a picture that is a face may be, or the other way round. */
const LONGEST_FACE = 4;

/**
 * The square around a whole picture that is a face already; a picture that is not square is not
 * stretched, its border is continued.
 *
 * @throws Error when the picture is a strip, which is no face and would become a huge square
 */
export function wholePicture(picture: { width: number; height: number }): Square {
  const { width, height } = picture;
  if (Math.max(width, height) > LONGEST_FACE * Math.min(width, height)) {
    throw new Error(
      `it must be a face, at most ${LONGEST_FACE} times as long as wide, but is ` +
        `${width}×${height}`,
    );
  }
  return { x: width / 2, y: height / 2, side: Math.max(width, height), angle: 0 };
}

/** The upright box around a square. */
export function boxOf({ x, y, side }: Square): Box {
  return { x: x - side / 2, y: y - side / 2, width: side, height: side };
}

/**
 * Cuts the square out of the picture. Each pixel of the result is the mean of evenly spread
 * bilinear samples of the area it covers; beyond the border the outermost pixels repeat. A square
 * of whole pixels that needs no shrinking is copied exactly.
 *
 * @returns a square picture with a side of at most `FACE_SIDE`, at least 1
 */
export function cropSquare(picture: GreyPicture, square: Square): GreyPicture {
  const side = Math.max(1, Math.min(FACE_SIDE, Math.round(square.side)));
  const step = square.side / side;
  const samples = Math.max(1, Math.ceil(step - 1e-9));
  const cos = Math.cos(square.angle), sin = Math.sin(square.angle);
  const pixels = new Uint8Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      let sum = 0;
      for (let i = 0; i < samples; i++) {
        const v = (row + (i + 0.5) / samples) * step - square.side / 2;
        for (let j = 0; j < samples; j++) {
          const u = (column + (j + 0.5) / samples) * step - square.side / 2;
          sum += sample(picture, square.x + u * cos - v * sin, square.y + u * sin + v * cos);
        }
      }
      pixels[row * side + column] = Math.round(sum / (samples * samples));
    }
  }
  return { width: side, height: side, pixels };
}

/** Bilinear; the centre of the pixel (0, 0) lies at (0.5, 0.5). */
function sample({ width, height, pixels }: GreyPicture, x: number, y: number): number {
  const left = Math.floor(x - 0.5), top = Math.floor(y - 0.5);
  const fx = x - 0.5 - left, fy = y - 0.5 - top;
  const x0 = clamp(left, width), x1 = clamp(left + 1, width);
  const y0 = clamp(top, height) * width, y1 = clamp(top + 1, height) * width;
  const above = pixels[y0 + x0]! * (1 - fx) + pixels[y0 + x1]! * fx;
  const below = pixels[y1 + x0]! * (1 - fx) + pixels[y1 + x1]! * fx;
  return above * (1 - fy) + below * fy;
}

function clamp(index: number, length: number): number {
  return index < 0 ? 0 : index >= length ? length - 1 : index;
}
