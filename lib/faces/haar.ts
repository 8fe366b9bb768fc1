/**
 * The report's detector: OpenCV's Haar cascade for frontal faces (Viola & Jones 2001). It runs in a
 * worker, which is replaced when it fails, so one bad picture never costs the next one.
 */
import type { Framing } from "./crop.ts";
import type { Detector } from "./detector.ts";
import type { Face } from "./face.ts";
import type { HaarReply, HaarRequest, HaarSettings } from "./haar_worker.ts";
import { type Picture, toGrey } from "./picture.ts";
import { fitted, rescale } from "./rescale.ts";

/** Searched at most this large, in pixels of the longer side. */
const LONGEST = 1280;

/** The median over faces of FER-2013: the set was cut out by such a cascade. */
const HAAR_FRAMING: Framing = { scale: 1.02, down: 0 };

/** A worker that answers one request at a time. */
class HaarWorker {
  readonly #worker = new Worker(new URL("./haar_worker.ts", import.meta.url), { type: "module" });

  ask(request: HaarRequest): Promise<readonly number[]> {
    return new Promise((resolve, reject) => {
      const fail = (text: string) => reject(new Error(`Cannot search for faces: ${text}`));
      this.#worker.onmessage = ({ data }: MessageEvent<HaarReply>) =>
        "faces" in data ? resolve(data.faces) : fail(data.error);
      this.#worker.onerror = (event) => {
        event.preventDefault(); // Else it would end the process.
        fail(event.message);
      };
      this.#worker.postMessage(request, [request.pixels.buffer]);
    });
  }

  end(): void {
    this.#worker.terminate();
  }
}

/** Starts the worker with the first picture. */
export function createHaarDetector(
  settings: HaarSettings = { scaleFactor: 1.1, minNeighbors: 5 },
): Detector {
  let worker: HaarWorker | null = null;
  const end = () => {
    worker?.end();
    worker = null;
  };
  return {
    name: "haar",
    framing: HAAR_FRAMING,
    async detect(picture) {
      worker ??= new HaarWorker();
      const factor = Math.max(1, Math.max(picture.width, picture.height) / LONGEST);
      const small = factor > 1 ? rescale(picture, ...fitted(picture, LONGEST)) : picture;
      const { width, height, pixels } = toGrey(small);
      try {
        return facesOf(await worker.ask({ width, height, pixels, settings }), factor, picture);
      } catch (error) {
        end();
        throw error;
      }
    },
    dispose: end,
  };
}

function facesOf(numbers: readonly number[], factor: number, { width, height }: Picture): Face[] {
  const faces: Face[] = [];
  for (let i = 0; i < numbers.length; i += 5) {
    const [x, y, w, h, hits] = numbers.slice(i, i + 5) as [number, number, number, number, number];
    faces.push({
      x: x * factor,
      y: y * factor,
      width: Math.min(w * factor, width - x * factor),
      height: Math.min(h * factor, height - y * factor),
      score: hits,
    });
  }
  return faces.sort((a, b) => b.score - a.score);
}
