/**
 * What lies in the data folder, as a plain record: for every data set its files and whether they
 * are the known ones, the pictures of each class and part, the grey values beside those that the
 * report states, and how often pictures repeat. `deno task data` and the first notebook show it.
 */
import { CLASS_LISTS, type ClassListName } from "./classes.ts";
import { countDuplicates, type DuplicateCounts } from "./duplicates.ts";
import type { FaceSet, Usage } from "./faces.ts";
import { labelByVotes } from "./ferplus.ts";
import { type ReadFaces, readFer2013, readFerPlus } from "./load.ts";
import { findSources, type Sources } from "./locate.ts";
import {
  checkFile,
  compareCounts,
  countParts,
  type CountsName,
  expectedCounts,
} from "./manifest.ts";
import { type GreyStatistics, measure } from "./preprocess.ts";
import { readRafDb } from "./raf_db.ts";
import { countFaces, indicesWhere, selectClasses, takeFaces } from "./select.ts";

/** Number of pictures by part; `validation` holds all that is not training. */
export interface SplitCounts {
  readonly training: number;
  readonly validation: number;
  /** Of the validation pictures, where the data set tells. */
  readonly public: number;
  readonly private: number;
}

/** A data set seen through one class list. */
export interface ClassTable extends SplitCounts {
  readonly classes: Readonly<Record<string, SplitCounts>>;
}

export interface DatasetDescription {
  readonly name: DatasetName;
  /** The form it was found in, e.g. `parquet`. */
  readonly form: string;
  readonly files: Readonly<
    Record<string, { readonly sha256: string; readonly check: ReturnType<typeof checkFile> }>
  >;
  readonly tables: Readonly<Partial<Record<ClassListName, ClassTable>>>;
  /** Grey values of the training pictures of the six classes, and of all training pictures. */
  readonly grey: { readonly six: GreyStatistics; readonly all: GreyStatistics };
  /** Mean and σ that the report states, where it does. */
  readonly report: { readonly mean: number; readonly deviation: number } | null;
  /** Over all pictures of the widest class list. */
  readonly duplicates: DuplicateCounts;
  /** The same over the six classes. */
  readonly duplicatesSix: DuplicateCounts;
  /** What is not as it should be, a line each. */
  readonly problems: readonly string[];
}

export type DatasetName = "fer2013" | "ferplus" | "raf-db";

export interface DataDescription {
  readonly folder: string;
  readonly datasets: Readonly<Partial<Record<DatasetName, DatasetDescription>>>;
  readonly missing: readonly DatasetName[];
}

/** The report's section 3.4. */
const REPORT = {
  fer2013: { mean: 0.5073, deviation: 0.2061 },
  ferplus: { mean: 0.5072, deviation: 0.2062 },
  "raf-db": null,
} as const;

/**
 * Reads and describes every data set in a folder.
 *
 * @param onStep told what is being read
 * @throws Error with file and row when a data set is there but cannot be read
 */
export async function describeData(
  folder: string,
  onStep: (step: string) => void = () => {},
): Promise<DataDescription> {
  const sources = await findSources(folder);
  const datasets: Partial<Record<DatasetName, DatasetDescription>> = {};
  if (sources.fer2013 !== null) {
    onStep(`Reading FER-2013 (${sources.fer2013.form})`);
    const read = await readFer2013(sources);
    datasets.fer2013 = describe("fer2013", sources.fer2013.form, read, "fer2013", read.faces);
    if (hasFerPlus(sources)) datasets.ferplus = await describeFerPlus(sources, onStep);
  }
  if (sources.rafDb !== null) {
    onStep(`Reading RAF-DB (${sources.rafDb.form})`);
    const read = await readRafDb(sources.rafDb);
    const faces = selectClasses(read.faces, CLASS_LISTS.seven);
    datasets["raf-db"] = describe("raf-db", sources.rafDb.form, read, "raf-db", faces);
  }
  const names: readonly DatasetName[] = ["fer2013", "ferplus", "raf-db"];
  return { folder, datasets, missing: names.filter((name) => datasets[name] === undefined) };
}

function hasFerPlus({ votes, fer2013 }: Sources): boolean {
  return votes !== null && fer2013 !== null && fer2013.form !== "folders";
}

async function describeFerPlus(
  sources: Sources,
  onStep: (step: string) => void,
): Promise<DatasetDescription> {
  onStep("Reading FER+");
  const read = await readFerPlus(sources);
  const faces = labelByVotes(read.faces, read.votes, CLASS_LISTS.eight, "majority");
  const form = sources.fer2013!.form;
  const expected = form === "csv" ? "ferplus-csv" : "ferplus";
  return describe("ferplus", `${form} and votes`, read, expected, faces);
}

function describe(
  name: DatasetName,
  form: string,
  { hashes }: Pick<ReadFaces, "hashes">,
  expected: CountsName,
  faces: FaceSet,
): DatasetDescription {
  const six = selectClasses(faces, CLASS_LISTS.six);
  const files = Object.fromEntries(
    Object.entries(hashes).map(([file, sha256]) =>
      [file, { sha256, check: checkFile(file, sha256) }] as const
    ),
  );
  const tables: Partial<Record<ClassListName, ClassTable>> = {};
  for (const [list, classes] of Object.entries(CLASS_LISTS)) {
    if (!classes.every((c) => faces.classes.includes(c))) continue;
    tables[list as ClassListName] = classTable(selectClasses(faces, classes));
  }
  return {
    name,
    form,
    files,
    tables,
    grey: { six: measure(trainingPart(six)), all: measure(trainingPart(faces)) },
    report: REPORT[name],
    duplicates: countDuplicates(faces),
    duplicatesSix: countDuplicates(six),
    problems: [
      ...Object.entries(files).filter(([, { check }]) => check === "other")
        .map(([file]) => `${file} is another file than the one this project was developed with`),
      ...compareCounts(countParts(faces), expectedCounts(expected)),
    ],
  };
}

function trainingPart(faces: FaceSet): FaceSet {
  return takeFaces(faces, indicesWhere(faces, (i) => faces.usage[i] === "training"));
}

function classTable(faces: FaceSet): ClassTable {
  const count = (keep: (index: number) => boolean): SplitCounts => {
    const parts: Record<Usage, number> = { training: 0, public: 0, private: 0, validation: 0 };
    for (let i = 0; i < countFaces(faces); i++) if (keep(i)) parts[faces.usage[i]!]++;
    const { training, public: first, private: second } = parts;
    const validation = first + second + parts.validation;
    return { training, validation, public: first, private: second };
  };
  const classes = faces.classes.map((name, c) => [name, count((i) => faces.labels[i] === c)]);
  return { ...count(() => true), classes: Object.fromEntries(classes) };
}
