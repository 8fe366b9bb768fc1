/**
 * The Haar cascade in a thread of its own: OpenCV compiled to WebAssembly can be left unusable by a
 * C++ exception, and its search would block the event loop. `haar.ts` talks to it and replaces it
 * after an error.
 *
 * The cascade is OpenCV's `haarcascade_frontalface_default.xml` (R. Lienhart; Intel License
 * Agreement for Open Source Computer Vision Library, a three-clause BSD licence, stated in the
 * file), read from the npm package `opencv.js`, which ships it without further dependencies.
 */
import opencv from "@techstark/opencv-js";
import cascade from "opencv.js/tests/haarcascade_frontalface_default.xml" with { type: "text" };

export interface HaarRequest {
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, grey. */
  readonly pixels: Uint8Array;
  readonly settings: HaarSettings;
}

/** OpenCV's parameters of the search. */
export interface HaarSettings {
  /** Factor between the sizes that are searched. */
  readonly scaleFactor: number;
  /** Neighbouring hits that make a face. */
  readonly minNeighbors: number;
}

/** Five numbers a face: x, y, width, height, number of neighbouring hits. */
export type HaarReply = { readonly faces: readonly number[] } | { readonly error: string };

// The part of OpenCV that is used here; its own types describe C++ overloads that JavaScript lacks.
interface Deletable {
  delete(): void;
}
interface Vector<T> extends Deletable {
  size(): number;
  get(index: number): T;
}
interface OpenCv {
  readonly Mat: new (rows: number, columns: number, type: number) => Deletable & {
    readonly data: Uint8Array;
  };
  readonly RectVector: new () => Vector<{ x: number; y: number; width: number; height: number }>;
  readonly IntVector: new () => Vector<number>;
  readonly Size: new (width: number, height: number) => unknown;
  readonly CascadeClassifier: new () => {
    load(path: string): boolean;
    detectMultiScale2(...args: unknown[]): void;
  };
  readonly CV_8UC1: number;
  readonly FS_createDataFile: (folder: string, name: string, data: string, ...f: boolean[]) => void;
  readonly exceptionFromPtr: (pointer: number) => { readonly msg: string };
  onRuntimeInitialized?: () => void;
}

const cv = opencv as unknown as OpenCv;
// deno-lint-ignore no-explicit-any -- the scope's type needs the "webworker" library, which excludes "dom"
const scope = globalThis as any;

async function load(): Promise<InstanceType<OpenCv["CascadeClassifier"]>> {
  if (!cv.Mat) await new Promise<void>((resolve) => cv.onRuntimeInitialized = resolve);
  cv.FS_createDataFile("/", "cascade.xml", cascade, true, false, false);
  const classifier = new cv.CascadeClassifier();
  if (!classifier.load("cascade.xml")) throw new Error("the cascade file could not be read");
  return classifier;
}

function search(
  classifier: InstanceType<OpenCv["CascadeClassifier"]>,
  { width, height, pixels, settings }: HaarRequest,
): number[] {
  const image = new cv.Mat(height, width, cv.CV_8UC1);
  const boxes = new cv.RectVector();
  const hits = new cv.IntVector();
  try {
    image.data.set(pixels);
    const any = new cv.Size(0, 0);
    const { scaleFactor, minNeighbors } = settings;
    classifier.detectMultiScale2(image, boxes, hits, scaleFactor, minNeighbors, 0, any, any);
    return Array.from({ length: boxes.size() }, (_, i) => {
      const { x, y, width, height } = boxes.get(i);
      return [x, y, width, height, hits.get(i)];
    }).flat();
  } finally {
    for (const owned of [image, boxes, hits]) owned.delete();
  }
}

function message(error: unknown): string {
  if (typeof error === "number") return cv.exceptionFromPtr(error).msg.trim();
  return error instanceof Error ? error.message : String(error);
}

const loading = load();
loading.catch(() => {}); // Reported with the first request.
scope.onmessage = async ({ data }: MessageEvent<HaarRequest>) => {
  let reply: HaarReply;
  try {
    reply = { faces: search(await loading, data) };
  } catch (error) {
    reply = { error: message(error) };
  }
  scope.postMessage(reply);
};
