/**
 * Drawn faces for where no data set is found, and for tests: an oval, two eyes, two brows and a
 * mouth whose shapes tell the class, on a 48×48 grey picture, with jitter of place, size and light,
 * and noise. A small network learns them in seconds. They show that the machinery works and say
 * nothing of how well real emotions are recognised.
 */
import { checkClasses, CLASS_LISTS } from "./classes.ts";
import type { FaceSet, Usage } from "./faces.ts";
import { Random } from "./random.ts";

/** Shape of a face, lengths in pixels of the 48×48 picture. */
interface Expression {
  /** How far the corners of the mouth rise above its middle. */
  readonly smile: number;
  /** Half the height of the mouth's opening. */
  readonly opening: number;
  /** How far the inner end of a brow lies below its outer end. */
  readonly frown: number;
  /** How far the brows are raised. */
  readonly lift: number;
  /** Radius of an eye. */
  readonly eye: number;
  /** How far the left corner of the mouth rises above the right one. */
  readonly slant: number;
}

const EXPRESSIONS: Readonly<Record<string, Expression>> = {
  angry: { smile: -2, opening: 0.5, frown: 4, lift: -1, eye: 2, slant: 0 },
  disgust: { smile: -3, opening: 2, frown: 2, lift: -1, eye: 1.2, slant: 3 },
  fear: { smile: -1, opening: 2, frown: -3, lift: 2, eye: 3.6, slant: 0 },
  happy: { smile: 5, opening: 1.5, frown: 0, lift: 0, eye: 2, slant: 0 },
  sad: { smile: -4, opening: 0.5, frown: -3, lift: 0, eye: 2, slant: 0 },
  surprise: { smile: 0, opening: 5, frown: 0, lift: 4, eye: 3.6, slant: 0 },
  neutral: { smile: 0, opening: 0.5, frown: 0, lift: 0, eye: 2.4, slant: 0 },
  contempt: { smile: 1, opening: 0.5, frown: 0, lift: 0, eye: 2.2, slant: 5 },
};

const SIDE = 48;

export interface GeneratedOptions {
  readonly classes: readonly string[];
  /** Number of training pictures; default 600. */
  readonly training?: number;
  /** Number of validation pictures, half of them `public` and half `private`; default 150. */
  readonly validation?: number;
  /** Default 1. The same seed draws the same pictures on every machine. */
  readonly seed?: number;
  /** With `votes`, a distribution with nine tenths on the class joins every picture. */
  readonly target?: "majority" | "votes";
}

/** Draws a training and a validation set; the classes take turns, so that they are equally many. */
export function generateFaces(
  options: GeneratedOptions,
): { readonly training: FaceSet; readonly validation: FaceSet } {
  checkClasses(options.classes, CLASS_LISTS.eight);
  const training = options.training ?? 600, validation = options.validation ?? 150;
  const half = training + Math.floor(validation / 2);
  return {
    training: drawSet(options, 0, training, () => "training"),
    validation: drawSet(
      options,
      training,
      training + validation,
      (i) => (i < half ? "public" : "private"),
    ),
  };
}

function drawSet(
  { classes, seed = 1, target = "majority" }: GeneratedOptions,
  from: number,
  to: number,
  usageOf: (index: number) => Usage,
): FaceSet {
  const n = to - from, area = SIDE * SIDE;
  const pixels = new Uint8Array(n * area), labels = new Uint8Array(n);
  const targets = new Float32Array(n * classes.length).fill(0.1 / (classes.length - 1));
  const rows: string[] = [], usage: Usage[] = [];
  const random = new Random();
  for (let i = 0; i < n; i++) {
    const label = (from + i) % classes.length;
    labels[i] = label;
    targets[i * classes.length + label] = 0.9;
    rows.push(String(from + i));
    usage.push(usageOf(from + i));
    const picture = pixels.subarray(i * area, (i + 1) * area);
    drawFace(picture, EXPRESSIONS[classes[label]!]!, random.at(seed, "faces", 0, from + i));
  }
  const plain = {
    name: "generated",
    classes,
    width: SIDE,
    height: SIDE,
    pixels,
    labels,
    rows,
    usage,
  };
  return target === "votes" ? { ...plain, targets } : plain;
}

/** Draws one face into `[48, 48]` bytes. */
function drawFace(out: Uint8Array, expression: Expression, random: Random): void {
  const vary = (value: number, by: number) => value + random.between(-by, by);
  const centreX = vary(23.5, 2), centreY = vary(23.5, 2), size = vary(1, 0.08);
  const skin = vary(165, 35), ground = vary(90, 60), ink = vary(35, 20);
  const smile = vary(expression.smile, 0.7), opening = vary(expression.opening, 0.3);
  const frown = vary(expression.frown, 0.6), lift = vary(expression.lift, 0.5);
  const eye = vary(expression.eye, 0.25), slant = vary(expression.slant, 0.6);
  const light = random.between(-1, 1);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const x = (column - centreX) / size, y = (row - centreY) / size, side = Math.abs(x);
      let value = (x / 18) ** 2 + (y / 22) ** 2 < 1 ? skin + light * x : ground;
      const mouth = 11 - smile * ((x / 8) ** 2 - 0.5) + slant * (x / 16);
      const lip = 0.8 + opening * (1 - (x / 8) ** 2);
      const brow = -10 - lift + frown * ((9 - side) / 6);
      const onMouth = side < 8 && Math.abs(y - mouth) < lip;
      const onEye = Math.hypot(side - 8, y + 5) < eye;
      const onBrow = side > 4 && side < 13 && Math.abs(y - brow) < 1;
      if (onMouth || onEye || onBrow) value = ink;
      out[row * SIDE + column] = Math.min(
        255,
        Math.max(0, Math.round(value + random.between(-14, 14))),
      );
    }
  }
}
