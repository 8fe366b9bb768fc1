/**
 * RAF-DB's aligned faces of the basic emotions (Li and Deng, "Reliable crowdsourcing and deep
 * locality-preserving learning for unconstrained facial expression recognition", 2019), 100×100 in
 * colour, labels 1 to 7. In two layouts: the authors' (`Image/aligned/train_00001_aligned.jpg` with
 * the labels in `EmoLabel/list_patition_label.txt`), and Kaggle's mirror (`train/1/…`). Converted
 * to grey, so that the same network and preprocessing serve it.
 */
import { RAF_DB_LABELS } from "./classes.ts";
import type { FaceSet, Usage } from "./faces.ts";
import { listFolders, listImages, readImages } from "./images.ts";
import { isFile, type RafSource } from "./locate.ts";

interface Entry {
  /** Relative to the source's folder. */
  readonly path: string;
  /** 0-based: RAF-DB's label less one. */
  readonly label: number;
  readonly usage: Usage;
}

/**
 * Reads all pictures; the training part is `training`, the test part `validation`.
 *
 * @throws Error with file and row for a malformed line, an unknown label, a missing or unreadable
 * picture
 */
export async function readRafDb(
  source: RafSource,
): Promise<{ faces: FaceSet; hashes: Record<string, string> }> {
  const entries = source.form === "list"
    ? await listFromFile(source.path)
    : await listFromFolders(source.path);
  if (entries.length === 0) {
    throw new Error(`Cannot read RAF-DB: ${source.path} must hold pictures, but holds none`);
  }
  const { hash, ...pictures } = await readImages(source.path, entries.map(({ path }) => path));
  const faces: FaceSet = {
    ...pictures,
    name: "raf-db",
    classes: RAF_DB_LABELS,
    labels: Uint8Array.from(entries, ({ label }) => label),
    rows: entries.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)),
    usage: entries.map(({ usage }) => usage),
  };
  return { faces, hashes: { "raf-db/": hash } };
}

async function listFromFile(folder: string): Promise<Entry[]> {
  const list = `${folder}/EmoLabel/list_patition_label.txt`;
  const lines = (await Deno.readTextFile(list)).split(/\r?\n/);
  const entries: Entry[] = [];
  for (const [row, line] of lines.entries()) {
    if (line === "" && row === lines.length - 1) continue;
    const match = /^((train|test)_\d+)\.jpg (\S+)$/.exec(line);
    if (match === null) {
      throw new Error(
        `Cannot read ${list}, row ${row}: it must be like "train_00001.jpg 5", but is "${line}"`,
      );
    }
    const path = `Image/aligned/${match[1]}_aligned.jpg`;
    if (!await isFile(`${folder}/${path}`)) {
      throw new Error(`Cannot read ${list}, row ${row}: its picture ${folder}/${path} is missing`);
    }
    const label = labelIndex(match[3]!, `${list}, row ${row}`);
    entries.push({ path, label, usage: match[2] === "train" ? "training" : "validation" });
  }
  return entries;
}

async function listFromFolders(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const [part, usage] of [["train", "training"], ["test", "validation"]] as const) {
    for (const name of await listFolders(`${folder}/${part}`)) {
      const label = labelIndex(name, `${folder}/${part}/${name}`);
      for (const image of await listImages(`${folder}/${part}/${name}`)) {
        entries.push({ path: `${part}/${name}/${image}`, label, usage });
      }
    }
  }
  return entries;
}

function labelIndex(word: string, where: string): number {
  if (!/^[1-7]$/.test(word)) {
    throw new Error(`Cannot read ${where}: a label of RAF-DB must be 1 to 7, but is "${word}"`);
  }
  return Number(word) - 1;
}
