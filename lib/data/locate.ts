/**
 * Which data sets lie in a folder, and in which form. Looks at fixed places only, a few levels
 * deep, so that what is found does not depend on what else is there.
 */
import { fileURLToPath } from "node:url";

/** A form in which FER-2013 is given out. */
export interface FerSource {
  readonly form: "parquet" | "csv" | "folders";
  readonly path: string;
}

/** RAF-DB (aligned): with the authors' list of labels, or with a folder a label. */
export interface RafSource {
  readonly form: "list" | "folders";
  readonly path: string;
}

export interface Sources {
  readonly folder: string;
  readonly fer2013: FerSource | null;
  /** FER+'s votes. */
  readonly votes: string | null;
  readonly rafDb: RafSource | null;
}

/**
 * The folder that data sets are looked for in: `FER_DATA`, else the project's `data`, wherever the
 * process works (a notebook's kernel works in `notebooks/`).
 */
export function dataFolder(): string {
  return Deno.env.get("FER_DATA") || fileURLToPath(new URL("../../data", import.meta.url));
}

/**
 * Finds the data sets in a folder. Where FER-2013 lies there in several forms the Parquet table
 * goes before the CSV file, and that before the folders, whose pictures went through JPEG.
 *
 * @throws Error when the folder itself is missing
 */
export async function findSources(folder: string): Promise<Sources> {
  if (!await isFolder(folder)) {
    throw new Error(
      `Cannot look for data sets: ${folder} must be a folder, but there is none; make it or set ` +
        "FER_DATA to the folder that holds them",
    );
  }
  const inside = (...names: string[]) => names.map((name) => `${folder}/${name}`);
  const parquet = await first(inside("fer2013.parquet", "fer2013/fer2013.parquet"), isFile);
  const csv = await first(inside("fer2013.csv", "fer2013/fer2013.csv"), isFile);
  const folders = await first(
    inside("fer2013", "FER-2013", "fer-2013", ".").map((path) => path.replace(/\/\.$/, "")),
    (path) => isFolder(`${path}/train/angry`),
  );
  const votes = await first(
    inside("fer2013new.csv", "ferplus/fer2013new.csv", "FERPlus/fer2013new.csv"),
    isFile,
  );
  return {
    folder,
    fer2013: parquet !== null
      ? { form: "parquet", path: parquet }
      : csv !== null
      ? { form: "csv", path: csv }
      : folders !== null
      ? { form: "folders", path: folders }
      : null,
    votes,
    rafDb: await findRafDb(inside("raf-db", "RAF-DB", "rafdb", "RAFDB")),
  };
}

async function findRafDb(roots: readonly string[]): Promise<RafSource | null> {
  const list = await first(
    roots.flatMap((root) => [root, `${root}/basic`]),
    (path) => isFile(`${path}/EmoLabel/list_patition_label.txt`),
  );
  if (list !== null) return { form: "list", path: list };
  const folders = await first(
    roots.flatMap((root) => [root, `${root}/DATASET`]),
    (path) => isFolder(`${path}/train/1`),
  );
  return folders === null ? null : { form: "folders", path: folders };
}

async function first(
  paths: readonly string[],
  holds: (path: string) => Promise<boolean>,
): Promise<string | null> {
  for (const path of paths) if (await holds(path)) return path;
  return null;
}

/** Whether a file is at this path. */
export async function isFile(path: string): Promise<boolean> {
  return (await stat(path))?.isFile ?? false;
}

/** Whether a folder is at this path. */
export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path))?.isDirectory ?? false;
}

async function stat(path: string): Promise<Deno.FileInfo | null> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return null;
    }
    throw error;
  }
}
