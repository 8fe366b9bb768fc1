/**
 * Loads what an experiment asks for: the training and validation faces of a data set, labelled by
 * its class list, with the hashes of the files they came from.
 *
 * Both test parts are always returned in `validation`, each picture with its `usage`: which of them
 * choose the epoch (`DataConfig.validation`) is the trainer's affair.
 */
import { createHash } from "node:crypto";
import type { DataConfig, DatasetName } from "../records/run.ts";
import { checkClasses, RAF_DB_LABELS } from "./classes.ts";
import { parseFerCsv } from "./csv.ts";
import { withoutDuplicatesOf } from "./duplicates.ts";
import type { FaceSet } from "./faces.ts";
import { labelByVotes, parseVotes, type Votes } from "./ferplus.ts";
import { readFerFolders } from "./folders.ts";
import { generateFaces } from "./generated.ts";
import { dataFolder, findSources, type Sources } from "./locate.ts";
import { mergeFaces } from "./merge.ts";
import { readFerParquet } from "./parquet.ts";
import { readRafDb } from "./raf_db.ts";
import { indicesWhere, selectClasses, takeFaces } from "./select.ts";
import { howToGet } from "./where.ts";

export interface LoadedFaces {
  readonly training: FaceSet;
  readonly validation: FaceSet;
  /** SHA-256 by file name of every data file read; empty for generated faces. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** A whole data set, and the SHA-256 of each file it was read from. */
export interface ReadFaces {
  readonly faces: FaceSet;
  readonly hashes: Readonly<Record<string, string>>;
}

/** What `loadFaces` needs of a `DataConfig`. */
export type LoadConfig = Pick<DataConfig, "dataset" | "classes" | "target" | "removeDuplicates">;

/** Side of the pictures when data sets of different sizes are merged: the report's input. */
const MERGED_SIDE = 64;

/**
 * Loads the faces that a configuration names.
 *
 * @param options.folder where data sets are looked for; default `FER_DATA`, else `data`
 * @throws Error that says what to fetch when the data set is not there, or names file and row of
 * what is wrong in it
 */
export async function loadFaces(
  config: LoadConfig,
  options: { readonly folder?: string } = {},
): Promise<LoadedFaces> {
  if (config.dataset === "generated") {
    // Only these two: `validation` of a whole `DataConfig` names parts, here it would be a number.
    const { classes, target } = config;
    return { ...generateFaces({ classes, target }), hashes: {} };
  }
  const folder = options.folder ?? dataFolder();
  const { faces, hashes } = await readLabelled(config, config.dataset, await findSources(folder));
  const part = (training: boolean) =>
    takeFaces(faces, indicesWhere(faces, (i) => (faces.usage[i] === "training") === training));
  const training = part(true), validation = part(false);
  return {
    training: config.removeDuplicates ? withoutDuplicatesOf(training, validation) : training,
    validation,
    hashes,
  };
}

async function readLabelled(
  { classes, target }: Pick<LoadConfig, "classes" | "target">,
  dataset: Exclude<DatasetName, "generated">,
  sources: Sources,
): Promise<ReadFaces> {
  if (target === "votes" && !dataset.startsWith("ferplus")) {
    throw new Error(
      `Cannot load ${dataset} with target "votes": only ferplus has votes; use "majority"`,
    );
  }
  switch (dataset) {
    case "fer2013": {
      const { faces, hashes } = await readFer2013(sources);
      return { faces: selectClasses(faces, classes), hashes };
    }
    case "ferplus": {
      const { faces, votes, hashes } = await readFerPlus(sources);
      return { faces: labelByVotes(faces, votes, classes, target), hashes };
    }
    case "raf-db": {
      if (sources.rafDb === null) throw notFound("raf-db", sources.folder);
      const { faces, hashes } = await readRafDb(sources.rafDb);
      return { faces: selectClasses(faces, classes), hashes };
    }
    case "ferplus+raf-db": {
      // Checked before the long reading: FER+ alone has contempt.
      checkClasses(classes, RAF_DB_LABELS);
      const raf = await readLabelled({ classes, target: "majority" }, "raf-db", sources);
      const ferPlus = await readLabelled({ classes, target }, "ferplus", sources);
      return {
        faces: mergeFaces([ferPlus.faces, raf.faces], MERGED_SIDE),
        hashes: { ...ferPlus.hashes, ...raf.hashes },
      };
    }
    default:
      return dataset satisfies never;
  }
}

/** Reads FER-2013's faces and FER+'s votes for them, not yet joined. */
export async function readFerPlus(
  sources: Sources,
): Promise<ReadFaces & { readonly votes: Votes }> {
  const { votes: path, folder, fer2013 } = sources;
  if (path === null) throw notFound("ferplus", folder);
  if (fer2013?.form === "folders") {
    throw new Error(
      "Cannot label FER+: its votes join by row, which Kaggle's folders do not tell; put " +
        `fer2013.csv into ${folder}`,
    );
  }
  const { faces, hashes } = await readFer2013(sources);
  const bytes = await Deno.readFile(path);
  const votes = parseVotes(new TextDecoder().decode(bytes), path);
  return { faces, votes, hashes: { ...hashes, [baseName(path)]: sha256(bytes) } };
}

/** Reads FER-2013 with its seven classes, in whichever form it is there. */
export async function readFer2013({ fer2013: source, folder }: Sources): Promise<ReadFaces> {
  if (source === null) throw notFound("fer2013", folder);
  if (source.form === "folders") return await readFerFolders(source.path);
  const bytes = await Deno.readFile(source.path);
  const hashes = { [baseName(source.path)]: sha256(bytes) };
  const faces = source.form === "parquet"
    ? await readFerParquet(bytes, source.path)
    : parseFerCsv(bytes, source.path);
  return { faces, hashes };
}

function notFound(name: "fer2013" | "ferplus" | "raf-db", folder: string): Error {
  return new Error(
    `Cannot load ${name}: it must lie in ${folder}, but is not there. ${howToGet(name)}; or set ` +
      "FER_DATA to the folder that holds it",
  );
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
