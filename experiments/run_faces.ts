/**
 * The faces behind a recorded run's predictions, where the data set is: for notebooks that show
 * what a network is right and wrong about.
 */
import type { FaceSet } from "lib/data/faces.ts";
import { loadFaces } from "lib/data/load.ts";
import { dataFolder, findSources } from "lib/data/locate.ts";
import type { ClassifiedFace } from "lib/figures/grad_cam.ts";
import type { Run } from "lib/records/run.ts";

/**
 * The validation faces of a run, in the order of its predictions; null where its data set is not.
 *
 * @throws Error when the data set holds other pictures than the run was scored on
 */
export async function runFaces(run: Run, folder = dataFolder()): Promise<FaceSet | null> {
  const { dataset } = run.config.data;
  if (dataset !== "generated") {
    const { fer2013, votes, rafDb } = await findSources(folder);
    const needed = [
      ...(dataset === "raf-db" ? [] : [fer2013]),
      ...(dataset.startsWith("ferplus") ? [votes] : []),
      ...(dataset.endsWith("raf-db") ? [rafDb] : []),
    ];
    if (needed.includes(null)) return null;
  }
  const { validation } = await loadFaces(run.config.data, { folder });
  const same = run.predictions.every(({ row }, i) => validation.rows[i] === row);
  if (same && validation.rows.length === run.predictions.length) return validation;
  throw new Error(
    `Cannot show the faces of ${run.path}: the data set must hold the ${run.predictions.length} ` +
      `pictures of its predictions in their order, but holds others`,
  );
}

/** A face with what the run made of it. */
export function classifiedFace(run: Run, faces: FaceSet, index: number): ClassifiedFace {
  const { width, height } = faces;
  const area = width * height;
  const { label, probabilities } = run.predictions[index]!;
  const { name, probability } = mostProbable(run, probabilities);
  return {
    picture: {
      ...{ width, height, channels: 1 },
      pixels: faces.pixels.subarray(index * area, (index + 1) * area),
    },
    ...{ label, predicted: name, probability },
  };
}

/** Indices of the predictions that are wrong or right, the most confident first. */
export function mostConfident(run: Run, kind: "wrong" | "right"): number[] {
  const sure = run.predictions.map(({ probabilities, label }, index) => {
    const { name, probability } = mostProbable(run, probabilities);
    return { index, probability, kind: name === label ? "right" : "wrong" };
  });
  return sure.filter((one) => one.kind === kind)
    .sort((a, b) => b.probability - a.probability)
    .map(({ index }) => index);
}

function mostProbable(run: Run, probabilities: readonly number[]) {
  const probability = Math.max(...probabilities);
  return { name: run.config.data.classes[probabilities.indexOf(probability)]!, probability };
}
