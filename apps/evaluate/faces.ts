/**
 * The faces to evaluate a network on, labelled by the classes that network and data have in common.
 * Class lists are matched by name, and what one side lacks is told, never guessed.
 */
import { CLASS_LISTS, FER2013_LABELS } from "lib/data/classes.ts";
import type { FaceSet } from "lib/data/faces.ts";
import { readLabelledFolder } from "lib/data/folders.ts";
import { loadFaces } from "lib/data/load.ts";
import { indicesWhere, selectClasses, takeFaces } from "lib/data/select.ts";
import type { DatasetName, Preprocess } from "lib/records/run.ts";

/** Whether a name means something to evaluate on; drawn faces are for tests and trials. */
export function isDataset(name: string): boolean {
  return name.startsWith("folder:") || name === "generated" || name in LABELS;
}

/** Classes that a data set has labels for. RAF-DB's are FER-2013's. */
const LABELS: Readonly<Record<Exclude<DatasetName, "generated">, readonly string[]>> = {
  ferplus: CLASS_LISTS.eight,
  fer2013: FER2013_LABELS,
  "raf-db": FER2013_LABELS,
  "ferplus+raf-db": FER2013_LABELS,
};
export const DATASETS = Object.keys(LABELS);

export interface FacesOptions {
  /** A data set's name, or `folder:PATH`. */
  readonly dataset: string;
  /** Score these classes only; all that both sides have when left out. */
  readonly classes?: readonly string[];
  readonly usage?: "public" | "private";
}

export interface EvaluationFaces {
  /** Labelled by the scored classes, in the network's order. */
  readonly faces: FaceSet;
  /** What was left out, in words, a line each. */
  readonly leftOut: readonly string[];
}

/**
 * Loads the validation faces of a data set, or all of a folder.
 *
 * @throws Error for an unknown data set, or when nothing is left to score
 */
export async function facesFor(
  preprocess: Preprocess,
  options: FacesOptions,
): Promise<EvaluationFaces> {
  const { dataset, usage } = options;
  const all = dataset.startsWith("folder:")
    ? await readFolder(dataset.slice("folder:".length), preprocess.size)
    : await readDataset(dataset, preprocess.classes);
  const wanted = options.classes ?? all.classes;
  const scored = preprocess.classes.filter((name) =>
    wanted.includes(name) && all.classes.includes(name)
  );
  if (scored.length < 2) {
    throw new Error(
      `Cannot evaluate on ${dataset}: it and the network must share two classes or more, but the ` +
        `network knows ${preprocess.classes.join(", ")}`,
    );
  }
  const known = selectClasses(all, scored);
  const faces = usage === undefined
    ? known
    : takeFaces(known, indicesWhere(known, (i) => known.usage[i] === usage));
  if (faces.labels.length === 0) {
    const parts = [...new Set(known.usage)].join(", ");
    throw new Error(
      `Cannot evaluate on ${dataset}: there must be ${usage ?? "labelled"} pictures, but ` +
        (parts === "" ? "there are none of the network's classes" : `there are only ${parts} ones`),
    );
  }
  const silent = preprocess.classes.filter((name) => !scored.includes(name));
  return {
    faces,
    leftOut: [
      ...all.classes.flatMap((name, label) => {
        if (scored.includes(name)) return [];
        const count = all.labels.reduce((sum, own) => sum + (own === label ? 1 : 0), 0);
        return count === 0 ? [] : [`${count} ${count === 1 ? "picture" : "pictures"} of ${name}`];
      }),
      ...(silent.length === 0
        ? []
        : [`the network's output for ${silent.join(", ")}; the others are scaled to sum to 1`]),
    ],
  };
}

/** A folder's pictures by all known classes, so that what the network lacks can be told. */
async function readFolder(path: string, size: number): Promise<FaceSet> {
  const { faces } = await readLabelledFolder(path, CLASS_LISTS.eight, size);
  return faces;
}

async function readDataset(name: string, own: readonly string[]): Promise<FaceSet> {
  // Drawn faces depend on the classes that they are drawn for.
  const classes = name === "generated" ? own : LABELS[name as keyof typeof LABELS];
  if (classes === undefined) {
    throw new Error(
      `Cannot evaluate on ${name}: it must be one of ${DATASETS.join(", ")} or folder:PATH`,
    );
  }
  const { validation } = await loadFaces({
    dataset: name as DatasetName,
    classes,
    target: "majority",
    removeDuplicates: false,
  });
  return validation;
}
