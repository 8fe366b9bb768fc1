/** How many faces each detector finds, how often it errs, and how long it takes. */
import type { Detector } from "lib/faces/detector.ts";
import type { Face } from "lib/faces/face.ts";
import type { Scene } from "./scenes.ts";

export interface Score {
  /** Faces there are, faces found, and hits that are no face or one twice. */
  readonly faces: number;
  readonly found: number;
  readonly wrong: number;
}

export interface DetectorResult {
  readonly name: string;
  /** By the variation's name. */
  readonly scores: Readonly<Record<string, Score>>;
  readonly total: Score;
  /** Median time of one picture, in milliseconds, over all pictures. */
  readonly milliseconds: number;
}

/** A hit's centre may be off by this share of the face's side, and its side by this factor. */
const MAX_SHIFT = 0.35, MAX_FACTOR = 2;

/** Searches every scene of every variation. */
export async function measureDetector(
  name: string,
  detector: Detector,
  variations: ReadonlyMap<string, readonly Scene[]>,
): Promise<DetectorResult> {
  const times: number[] = [];
  const scores: Record<string, Score> = {};
  for (const [variation, scenes] of variations) {
    const parts: Score[] = [];
    for (const scene of scenes) {
      const start = performance.now();
      const hits = await detector.detect(scene.picture);
      times.push(performance.now() - start);
      parts.push(score(hits, scene));
    }
    scores[variation] = sum(parts);
  }
  times.sort((a, b) => a - b);
  return {
    name,
    scores,
    total: sum(Object.values(scores)),
    milliseconds: times[times.length >> 1]!,
  };
}

/** Pairs hits and faces, each once. */
export function score(hits: readonly Face[], { faces }: Scene): Score {
  const free = new Set(hits);
  let found = 0;
  for (const [x, y, side] of faces) {
    const hit = [...free].find((face) => {
      const shift = Math.hypot(face.x + face.width / 2 - x, face.y + face.height / 2 - y);
      const factor = Math.sqrt(face.width * face.height) / side;
      return shift < MAX_SHIFT * side && factor < MAX_FACTOR && factor > 1 / MAX_FACTOR;
    });
    if (hit === undefined) continue;
    free.delete(hit);
    found++;
  }
  return { faces: faces.length, found, wrong: free.size };
}

function sum(scores: readonly Score[]): Score {
  return scores.reduce(
    (total, { faces, found, wrong }) => ({
      faces: total.faces + faces,
      found: total.found + found,
      wrong: total.wrong + wrong,
    }),
    { faces: 0, found: 0, wrong: 0 },
  );
}
