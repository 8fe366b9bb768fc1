/**
 * How fast the programs are, beside the network they call: pictures of faces a second through
 * `classify`, frames a second through `annotate`.
 */
import { join } from "node:path";
import sharp from "sharp";
import { findFfmpeg } from "lib/faces/ffmpeg.ts";
import { annotateVideo } from "../../annotate/run.ts";
import { classifyFolder } from "../../classify/run.ts";
import { type Classifier, MAX_BATCH } from "lib/faces/classifier.ts";
import type { Detector } from "lib/faces/detector.ts";
import { samplePicture } from "lib/faces/sample_picture.ts";

export interface ClassifySpeed {
  readonly pictures: number;
  /** Faces a second of the network alone, in full batches, and of the whole program. */
  readonly network: number;
  readonly program: number;
  /** Resident memory after a fifth of the pictures and at the end, in bytes. */
  readonly memory: readonly [early: number, late: number];
}

/** Classifies 48×48 pictures, the network alone before and after, in one sitting. */
export async function measureClassify(
  classifier: Classifier,
  folder: string,
  pictures: number,
): Promise<ClassifySpeed> {
  await drawFaces(join(folder, "faces"), pictures);
  const before = await networkSpeed(classifier);
  let early = 0, done = 0;
  const watched: Classifier = {
    ...classifier,
    predict: (faces, n) => {
      done += n;
      if (early === 0 && done >= pictures / 5) early = Deno.memoryUsage().rss;
      return classifier.predict(faces, n);
    },
  };
  const { seconds } = await classifyFolder({
    paths: [join(folder, "faces")],
    out: join(folder, "faces.csv"),
    recursive: false,
    faces: "crop",
    detector: "learned",
    margin: 0,
    align: false,
    model: "bench",
    weights: "",
    classifier: watched,
    loadDetector: () => Promise.reject(new Error("internal: crops need no detector")),
    say: () => {},
  });
  const late = Deno.memoryUsage().rss;
  const network = (before + await networkSpeed(classifier)) / 2;
  return { pictures, network, program: pictures / seconds, memory: [early, late] };
}

async function networkSpeed(classifier: Classifier): Promise<number> {
  const faces = new Float32Array(MAX_BATCH * classifier.preprocess.size ** 2).fill(0.5);
  const batches = 10;
  for (let i = 0; i < 3; i++) await classifier.predict(faces, MAX_BATCH);
  const start = performance.now();
  for (let i = 0; i < batches; i++) await classifier.predict(faces, MAX_BATCH);
  return 1000 * batches * MAX_BATCH / (performance.now() - start);
}

/** JPEG files of 48×48 grey pixels, each a different shift of the sample picture's face. */
async function drawFaces(folder: string, count: number): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const bytes = await Deno.readFile(await samplePicture());
  for (let i = 0; i < count; i++) {
    const [left, top] = [150 + i % 40, 50 + (i >> 2) % 30];
    const file = join(folder, `${String(i).padStart(6, "0")}.jpg`);
    if (i < 1200) {
      await sharp(bytes).extract({ left, top, width: 130, height: 130 }).resize(48, 48)
        .grayscale().jpeg().toFile(file);
    } else await Deno.link(join(folder, `${String(i % 1200).padStart(6, "0")}.jpg`), file);
  }
}

export interface AnnotateSpeed {
  readonly every: number;
  readonly frames: number;
  readonly framesPerSecond: number;
}

/** Annotates ten seconds of 640×480 at 30 frames a second, one moving face. */
export async function measureAnnotate(
  classifier: Classifier,
  detector: Detector,
  folder: string,
): Promise<AnnotateSpeed[]> {
  const video = join(folder, "clip.mp4");
  const made = await new Deno.Command(findFfmpeg(), {
    args: [
      ...["-v", "error", "-y", "-f", "lavfi", "-i", "color=c=gray:s=640x480:r=30"],
      ...["-loop", "1", "-framerate", "30", "-i", await samplePicture(), "-t", "10"],
      ...["-filter_complex", "[1]scale=400:400[f];[0][f]overlay=x='120+100*sin(t)':y=40"],
      ...["-pix_fmt", "yuv420p", video],
    ],
    stdin: "null",
  }).output();
  if (!made.success) throw new Error(new TextDecoder().decode(made.stderr));
  const results: AnnotateSpeed[] = [];
  for (const every of [1, 3]) {
    const out = join(folder, `out${every}.mp4`);
    const { frames, framesPerSecond } = await annotateVideo({
      ...{ video, out, every, smooth: 0.5, margin: 0, align: false, classifier, detector },
      say: () => {},
    });
    results.push({ every, frames, framesPerSecond });
  }
  return results;
}
