/**
 * Pictures through detector and network. A few pictures are decoded ahead while the network works,
 * never more: memory stays the same however many there are. A picture that cannot be used becomes a
 * result with an error, and the next one follows.
 */
import { type Classifier, classifyFaces, MAX_BATCH } from "lib/faces/classifier.ts";
import { readPicture } from "lib/faces/decode.ts";
import type { Box } from "lib/faces/face.ts";
import { findRegions, type Region, type RegionOptions } from "lib/faces/regions.ts";

export interface ClassifiedFace {
  readonly box: Box;
  /** One probability a class. */
  readonly probabilities: Float32Array;
}

/** What became of one picture. */
export type PictureResult =
  | { readonly file: string; readonly faces: readonly ClassifiedFace[] }
  | { readonly file: string; readonly error: string };

/** Pictures decoded at a time; each may have 25 megapixels. */
const AHEAD = 4;
/** Pictures in a batch even when none of them has a face, so that results are written steadily. */
const MAX_PICTURES = 256;

type Loaded =
  | { readonly file: string; readonly regions: readonly Region[] }
  | { readonly file: string; readonly error: string };

/**
 * Classifies the pictures, in their order, a batch of results at a time.
 *
 * @param signal stops after the batch at hand
 */
export async function* classifyPictures(
  files: readonly string[],
  classifier: Classifier,
  options: RegionOptions,
  signal?: AbortSignal,
): AsyncGenerator<PictureResult[]> {
  let working: Promise<PictureResult[]> | null = null;
  let batch: Loaded[] = [];
  let faces = 0;
  for await (const loaded of loadAhead(files, options, signal)) {
    batch.push(loaded);
    faces += "regions" in loaded ? loaded.regions.length : 0;
    if (faces < MAX_BATCH && batch.length < MAX_PICTURES) continue;
    const done: PictureResult[] | null = working && await working;
    // The network starts on the next batch before the results of the last one are written.
    working = classifyBatch(classifier, batch);
    working.catch(() => {}); // It is awaited later; until then its failure is nobody's surprise.
    batch = [];
    faces = 0;
    if (done) yield done;
  }
  if (working) yield await working;
  if (batch.length > 0) yield await classifyBatch(classifier, batch);
}

/** Loads the pictures in their order, `AHEAD` at a time. */
async function* loadAhead(
  files: readonly string[],
  options: RegionOptions,
  signal?: AbortSignal,
): AsyncGenerator<Loaded> {
  const loading: Promise<Loaded>[] = [];
  let next = 0;
  while (true) {
    while (loading.length < AHEAD && next < files.length && !signal?.aborted) {
      loading.push(load(files[next++]!, options));
    }
    const first = loading.shift();
    if (first === undefined) return;
    yield await first;
  }
}

async function load(file: string, options: RegionOptions): Promise<Loaded> {
  try {
    const regions = await findRegions(await readPicture(file), options);
    return regions.length === 0 ? { file, error: "no face found" } : { file, regions };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { file, error: text.replace(/^Cannot read the picture: /, "") };
  }
}

async function classifyBatch(
  classifier: Classifier,
  batch: readonly Loaded[],
): Promise<PictureResult[]> {
  const crops = batch.flatMap((loaded) =>
    "regions" in loaded ? loaded.regions.map(({ crop }) => crop) : []
  );
  const probabilities = await classifyFaces(classifier, crops);
  let at = 0;
  return batch.map((loaded) =>
    "error" in loaded ? loaded : {
      file: loaded.file,
      faces: loaded.regions.map(({ box }) => ({ box, probabilities: probabilities[at++]! })),
    }
  );
}
