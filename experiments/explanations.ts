/**
 * Which explanation points at what the network uses? The report chose Grad-CAM at `features[6]` by
 * eye (section 3.3). Here every method and stage is scored by deletion and insertion on validation
 * pictures, beside two controls that never look at the network.
 */
import type { FaceSet } from "lib/data/faces.ts";
import { loadFaces } from "lib/data/load.ts";
import { preprocess } from "lib/data/preprocess.ts";
import { indicesWhere, spreadOver } from "lib/data/select.ts";
import type { Engine } from "lib/engine/engine.ts";
import { CLASS_MAP_METHODS, type ClassMapMethod } from "lib/explain/class_map.ts";
import { createExplainer, type Explainer, type Explanation } from "lib/explain/explainer.ts";
import { faithfulness, scatter, STEPS } from "lib/explain/faithfulness.ts";
import type { HeatMap } from "lib/explain/heat_map.ts";
import type { Stage } from "lib/explain/stages.ts";
import type { GreyPicture } from "lib/faces/picture.ts";
import { REPORT_EXPLANATION } from "lib/figures/report.ts";
import type { Model } from "lib/models/model_file.ts";
import type {
  ExplanationStudy,
  StudiedExample,
  StudiedMethod,
  StudiedPicture,
} from "lib/records/explanation_study.ts";
import type { Run } from "lib/records/run.ts";
import { describeCommit, describeHardware, describeVersions } from "lib/train/provenance.ts";
import type { PlacedMap } from "lib/records/placed_map.ts";
import { runModel } from "./run_model.ts";

/** Pictures of each part of the validation set: some to choose by, more to score. */
export const STUDY_PICTURES = { public: 60, private: 200 } as const;
/** Pictures explained at once. */
const BATCH = 10;
/** Decimals that are kept: of an area 200 pictures cannot tell more, of a heat map no eye. */
const DECIMALS = 4;

type Ranking = PlacedMap & Pick<HeatMap, "empty">;

/** A way to explain, and its scores so far. */
interface Candidate extends StudiedMethod {
  readonly deletion: number[];
  readonly insertion: number[];
  empty: number;
  /** Heat maps of pictures `[n, size, size]`; `start` is the number of the first one. */
  maps(pictures: Float32Array, n: number, start: number): Promise<readonly Ranking[]>;
}

/** A face with its name and what it shows. */
export interface ExampleFace {
  readonly name: string;
  readonly label: string;
  readonly picture: GreyPicture;
}

export interface StudyOptions {
  /** A recorded run whose weights are kept. */
  readonly run: Run;
  readonly engine: Engine;
  /** A face that may be shown, explained at the last stages for a figure. */
  readonly example: ExampleFace;
  /** Pictures of each part, fewer for a trial. */
  readonly pictures?: { readonly public: number; readonly private: number };
  readonly onProgress?: (done: number, of: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Scores every candidate on validation pictures of the run's data set. Returns null when stopped.
 *
 * @throws Error when the weights were not kept or the data set is not there
 */
export async function studyExplanations(options: StudyOptions): Promise<ExplanationStudy | null> {
  const { run, engine, pictures: counts = STUDY_PICTURES, onProgress, signal } = options;
  const started = performance.now();
  const commit = await describeCommit();
  const { model, hash } = await runModel(run);
  const { validation, hashes } = await loadFaces(run.config.data);
  const explainer = createExplainer(engine, model);
  const candidates = candidatesOf(explainer);
  const chosen = (["public", "private"] as const)
    .flatMap((usage) => spreadOver(partOf(validation, usage), counts[usage]));
  const pictures: StudiedPicture[] = [];
  let example: StudiedExample;
  try {
    example = await explainExample(explainer, model, options.example);
    for (let start = 0; start < chosen.length; start += BATCH) {
      const indices = chosen.slice(start, start + BATCH);
      const batch = await prepareBatch(explainer, model, validation, indices);
      for (const candidate of candidates) {
        if (signal?.aborted) return null;
        await score(candidate, explainer, batch, start);
      }
      pictures.push(...batch.described);
      onProgress?.(pictures.length, chosen.length);
    }
  } finally {
    explainer.dispose();
  }
  const { experiment, budget, seed } = run.config;
  return {
    format: 1,
    run: `${experiment}/${budget}-seed${seed}`,
    weights: hash,
    steps: STEPS,
    pictures,
    methods: candidates.map(({ maps: _, ...scored }) => scored),
    example,
    hardware: describeHardware(engine),
    versions: describeVersions(engine),
    commit,
    dataHashes: hashes,
    seconds: (performance.now() - started) / 1000,
    finishedAt: new Date().toISOString(),
  };
}

/** Some pictures as the network sees them, with what it makes of them. */
interface Batch {
  readonly size: number;
  /** `[n, size, size]`. */
  readonly prepared: Float32Array;
  /** Indices of the predicted classes. */
  readonly targets: readonly number[];
  readonly described: readonly StudiedPicture[];
}

async function prepareBatch(
  explainer: Explainer,
  model: Model,
  faces: FaceSet,
  indices: readonly number[],
): Promise<Batch> {
  const { size, classes } = model.preprocess;
  const prepared = preprocess(faces, model.preprocess, indices);
  const probabilities = await explainer.predict(prepared);
  const targets = indices.map((_, i) => {
    const own = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
    return own.indexOf(Math.max(...own));
  });
  const described = indices.map((index, i) => ({
    row: faces.rows[index]!,
    usage: faces.usage[index] as StudiedPicture["usage"],
    label: classes[faces.labels[index]!]!,
    predicted: classes[targets[i]!]!,
  }));
  return { size, prepared, targets, described };
}

/** Adds the scores of a batch to a candidate. */
async function score(
  candidate: Candidate,
  explainer: Explainer,
  { size, prepared, targets }: Batch,
  start: number,
): Promise<void> {
  const area = size * size;
  const maps = await candidate.maps(prepared, targets.length, start);
  for (const [i, map] of maps.entries()) {
    const probabilityOf = async (variants: Float32Array) => {
      const all = await explainer.predict(variants);
      const classes = all.length * area / variants.length;
      return all.filter((_, at) => at % classes === targets[i]!);
    };
    const picture = prepared.subarray(i * area, (i + 1) * area);
    const { deletion, insertion } = await faithfulness(picture, size, map, probabilityOf);
    candidate.deletion.push(rounded(deletion));
    candidate.insertion.push(rounded(insertion));
    if (map.empty) candidate.empty++;
  }
}

/**
 * Every method at every stage whose maps differ in size from the next one's, Grad-CAM at the last
 * three as the report lays it, and the controls.
 */
function candidatesOf({ stages, explain }: Explainer): Candidate[] {
  const shown = distinctStages(stages);
  const byGradient = (method: ClassMapMethod, { name, output }: Stage): Candidate => ({
    ...unscored(method, name, output[0]),
    maps: async (pictures) => heats(await explain(pictures, { method, stage: name })),
  });
  return [
    ...CLASS_MAP_METHODS.flatMap((method) => shown.map((stage) => byGradient(method, stage))),
    ...shown.slice(-3).map((stage): Candidate => ({
      ...byGradient("grad-cam", stage),
      method: REPORT_EXPLANATION.method,
      maps: async (pictures) =>
        heats(await explain(pictures, { stage: stage.name })).map((map) => ({ ...map, shift: 0 })),
    })),
    {
      ...unscored("occlusion", null, CONTROL_SIDE),
      maps: async (pictures) => heats(await explain(pictures, { method: "occlusion" })),
    },
    control("centre", () => centre()),
    control("random", (picture) => random(picture)),
  ];
}

/** Of stages with maps of one size, such as the stem's three, the last one. */
function distinctStages(stages: readonly Stage[]): Stage[] {
  return stages.filter(({ output }, i) => stages[i + 1]?.output[0] !== output[0]);
}

/** Grad-CAM of the example at the last four stages. */
async function explainExample(
  { stages, explain }: Explainer,
  { preprocess: record }: Model,
  { name, label, picture }: ExampleFace,
): Promise<StudiedExample> {
  const prepared = preprocess(picture, record);
  const explained = [];
  for (const { name: stage } of distinctStages(stages).slice(-4)) {
    const [explanation] = await explain(prepared, { stage });
    explained.push({ ...explanation!, stage });
  }
  const { target, probabilities } = explained[0]!;
  return {
    name,
    label,
    predicted: record.classes[target]!,
    probability: rounded(probabilities[target]!),
    picture: { ...picture, pixels: [...picture.pixels] },
    stages: explained.map(({ stage, heat: { width, height, shift, values } }) => ({
      ...{ stage, width, height, shift },
      values: Array.from(values, rounded),
    })),
  };
}

function heats(explanations: readonly Explanation[]): HeatMap[] {
  return explanations.map(({ heat }) => heat);
}

function unscored(method: string, stage: string | null, side: number) {
  return { method, stage, side, deletion: [], insertion: [], empty: 0 };
}

function control(method: string, map: (picture: number) => Float32Array): Candidate {
  return {
    ...unscored(method, null, CONTROL_SIDE),
    maps: (_, n, start) =>
      Promise.resolve(Array.from({ length: n }, (_, i) => ({
        ...{ width: CONTROL_SIDE, height: CONTROL_SIDE },
        values: map(start + i),
        empty: false,
      }))),
  };
}

/** Side of the maps of occlusion and the controls. */
const CONTROL_SIDE = 8;

/** The middle of the picture, where the data sets' faces are. */
function centre(): Float32Array {
  return Float32Array.from({ length: CONTROL_SIDE ** 2 }, (_, i) => {
    const x = i % CONTROL_SIDE - (CONTROL_SIDE - 1) / 2;
    const y = Math.floor(i / CONTROL_SIDE) - (CONTROL_SIDE - 1) / 2;
    return 1 - Math.hypot(x, y) / CONTROL_SIDE;
  });
}

/** Another map for each picture. */
function random(picture: number): Float32Array {
  const area = CONTROL_SIDE ** 2;
  return Float32Array.from({ length: area }, (_, i) => scatter(picture * area + i) / 2 ** 32);
}

function partOf(set: FaceSet, usage: StudiedPicture["usage"]): number[] {
  return indicesWhere(set, (i) => set.usage[i] === usage);
}

function rounded(value: number): number {
  return Number(value.toFixed(DECIMALS));
}
