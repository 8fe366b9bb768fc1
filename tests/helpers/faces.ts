/** Faces, classifiers and detectors for tests that are not about the networks themselves. */
import type { Classifier } from "../../lib/faces/classifier.ts";
import type { Detector } from "../../lib/faces/detector.ts";
import type { GreyPicture, Picture } from "../../lib/faces/picture.ts";

export const FAKE_CLASSES = ["angry", "disgust", "fear", "happy", "sad", "surprise"];

/** Grey pictures of 48×48 pixels, each different. */
export function noisyFaces(n: number): GreyPicture[] {
  let seed = 1;
  const next = () => (seed = (seed * 48271) % 2147483647) & 255;
  return Array.from({ length: n }, () => ({
    width: 48,
    height: 48,
    pixels: Uint8Array.from({ length: 48 * 48 }, next),
  }));
}

/**
 * A stand-in for a network: the brighter a face, the surer one class, which class depending on the
 * brightness too. Records the size of each call.
 */
export function fakeClassifier(classes = FAKE_CLASSES): Classifier & { readonly calls: number[] } {
  const preprocess = { size: 64, mean: 0.5, std: 0.25, classes };
  const calls: number[] = [];
  return {
    preprocess,
    temperature: 1,
    calls,
    predict(faces, n) {
      calls.push(n);
      const area = preprocess.size ** 2;
      const out = new Float32Array(n * classes.length);
      for (let i = 0; i < n; i++) {
        const face = faces.subarray(i * area, (i + 1) * area);
        const mean = face.reduce((sum, v) => sum + v, 0) / area * preprocess.std + preprocess.mean;
        const best = Math.min(classes.length - 1, Math.floor(mean * classes.length));
        const confidence = 0.5 + mean / 2.5;
        out.fill(
          (1 - confidence) / (classes.length - 1),
          i * classes.length,
          (i + 1) * classes.length,
        );
        out[i * classes.length + best] = confidence;
      }
      return Promise.resolve(out);
    },
    dispose() {},
  };
}

/** A stand-in for a detector: the bounding box of the red pixels of a picture, if any. */
export function redDetector(): Detector {
  return {
    name: "learned",
    framing: { scale: 1, down: 0 },
    detect: (picture) => Promise.resolve(redBox(picture)),
    dispose() {},
  };
}

function redBox({ width, height, pixels }: Picture) {
  let left = width, right = -1, top = height, bottom = -1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      if (pixels[i]! < 150 || pixels[i + 1]! > 110 || pixels[i + 2]! > 110) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (right < 0) return [];
  return [{ x: left, y: top, width: right - left + 1, height: bottom - top + 1, score: 1 }];
}
