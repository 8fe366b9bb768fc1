/**
 * Loads the networks that find faces and eyes from the npm package that ships their weights: the
 * only part of them that needs Deno.
 */
import landmarks from "@vladmandic/face-api/model/face_landmark_68_tiny_model-weights_manifest.json" with {
  type: "json",
};
import ssd from "@vladmandic/face-api/model/ssd_mobilenetv1_model-weights_manifest.json" with {
  type: "json",
};
import type { Engine } from "../engine/engine.ts";
import { type Detector, type DetectorName, queued } from "./detector.ts";
import { createEyeFinder } from "./eyes.ts";
import { createHaarDetector } from "./haar.ts";
import { createSsdDetector, type SsdOptions } from "./ssd_detector.ts";

/** Which detector, and what it is to find. */
export interface DetectorOptions extends SsdOptions {
  /** Find the eyes too, for alignment. */
  readonly eyes?: boolean;
}

/**
 * Makes a detector; the learned one and the search for eyes are steps of the engine.
 *
 * @throws Error when the package's files cannot be read
 */
export async function loadDetector(
  engine: Engine,
  name: DetectorName,
  { eyes = false, ...options }: DetectorOptions = {},
): Promise<Detector> {
  const detector = name === "haar"
    ? createHaarDetector()
    : createSsdDetector(engine, ssd, await model("ssd_mobilenetv1_model.bin"), options);
  if (!eyes) return queued(detector);
  const finder = createEyeFinder(engine, landmarks, await model("face_landmark_68_tiny_model.bin"));
  return queued({
    ...detector,
    async detect(picture) {
      const faces = [];
      for (const face of await detector.detect(picture)) {
        faces.push(await finder.find(picture, face));
      }
      return faces;
    },
    dispose() {
      finder.dispose();
      detector.dispose();
    },
  });
}

async function model(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(new URL(import.meta.resolve(`@vladmandic/face-api/model/${file}`)));
}
