/**
 * A still face as a camera in the hand would film it: it sways, comes nearer and tilts, the light
 * flickers, the sensor adds noise, and the detector's box trembles from frame to frame. The face
 * itself never changes, so every change of its label is the network's.
 */
import { Random } from "../data/random.ts";
import { cropSquare } from "./crop.ts";
import type { GreyPicture } from "./picture.ts";

export interface HandheldOptions {
  readonly frames: number;
  readonly framesPerSecond: number;
  readonly seed: number;
  /** Number of the face: each is moved in its own way. */
  readonly item: number;
}

/** Amplitudes of the slow movements. */
const SWAY = 0.04, NEAR = 0.06, TILT = 5 * Math.PI / 180, LIGHT = 0.1;
/** Deviation of the box from frame to frame, as a share of its side, and of a pixel, in grey levels. */
const TREMBLE = 0.015, NOISE = 3;

/** The frames, cut out as a detector's faces are: squares of at most 48 pixels. */
export function* handheld(
  face: GreyPicture,
  { frames, framesPerSecond, seed, item }: HandheldOptions,
): Generator<GreyPicture> {
  const random = new Random().at(seed, "handheld", 0, item);
  const sideways = slowly(random), upwards = slowly(random), nearer = slowly(random);
  const turn = slowly(random), light = slowly(random);
  const side = Math.max(face.width, face.height);
  for (let frame = 0; frame < frames; frame++) {
    const t = frame / framesPerSecond;
    const tremble = () => TREMBLE * random.normal();
    const { width, height, pixels } = cropSquare(face, {
      x: face.width / 2 + side * (SWAY * sideways(t) + tremble()),
      y: face.height / 2 + side * (SWAY * upwards(t) + tremble()),
      side: side * (1 + NEAR * nearer(t) + tremble()),
      angle: TILT * turn(t),
    });
    const gain = 1 + LIGHT * light(t);
    yield {
      width,
      height,
      pixels: pixels.map((value) =>
        Math.max(0, Math.min(255, Math.round(gain * value + NOISE * random.normal())))
      ),
    };
  }
}

/** A smooth movement between −1 and 1: three waves of .2 to 1.5 Hz. */
function slowly(random: Random): (seconds: number) => number {
  const waves = Array.from({ length: 3 }, () => ({
    frequency: random.between(0.2, 1.5),
    phase: random.between(0, 2 * Math.PI),
  }));
  return (seconds) =>
    waves.reduce(
      (sum, { frequency, phase }) =>
        sum + Math.sin(2 * Math.PI * frequency * seconds + phase) / waves.length,
      0,
    );
}
