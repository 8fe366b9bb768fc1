/**
 * The table of results. It grows by whole batches, and a small record beside it,
 * `<table>.json`, says how many bytes of it are complete and by which settings it was made: a run
 * that was cut off goes on where it stood, and tables of different networks are never mixed.
 */
import { canonicalJson } from "lib/records/hash.ts";
import { csvLine, float32, parseCsv, plainText } from "lib/records/csv.ts";
import { writeFileAtomic } from "lib/records/atomic.ts";
import { labelOf } from "lib/faces/classifier.ts";
import type { PictureResult } from "./pipeline.ts";

/** What must agree for rows to stand in one table. */
export interface TableSettings {
  /** Where the network comes from, in words, and the SHA-256 of its weights. */
  readonly model: string;
  readonly weights: string;
  readonly classes: readonly string[];
  readonly faces: string;
  readonly detector: string;
  readonly margin: number;
  readonly align: boolean;
}

interface TableRecord {
  readonly format: 1;
  readonly settings: TableSettings;
  /** Complete bytes of the table. */
  readonly bytes: number;
}

/** The columns before and after the classes. */
const BEFORE = ["file", "face", "x", "y", "width", "height", "label", "confidence"] as const;
const AFTER = ["error"] as const;

/** The columns of the table. */
export function tableColumns(classes: readonly string[]): string[] {
  return [...BEFORE, ...classes, ...AFTER];
}

/** The lines of one picture: a row a face, or one with the error. */
export function tableLines(result: PictureResult, classes: readonly string[]): string {
  if ("error" in result) {
    const empty = new Array(BEFORE.length - 1 + classes.length).fill(null);
    return csvLine([result.file, ...empty, result.error]) + "\n";
  }
  return result.faces.map(({ box, probabilities }, i) => {
    const { label, confidence } = labelOf(probabilities, classes);
    const place = [box.x, box.y, box.width, box.height].map(Math.round);
    const shares = Array.from(probabilities, float32);
    return csvLine([result.file, i + 1, ...place, label, float32(confidence), ...shares, null]) +
      "\n";
  }).join("");
}

/** A table open for appending. */
export class ResultsTable {
  /** Files that had their rows when the table was opened, and those of them with an error. */
  readonly done: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  readonly #path: string;
  readonly #settings: TableSettings;
  readonly #file: Deno.FsFile;
  #bytes: number;

  private constructor(
    path: string,
    settings: TableSettings,
    file: Deno.FsFile,
    bytes: number,
    rows: readonly (readonly string[])[],
  ) {
    this.#path = path;
    this.#settings = settings;
    this.#file = file;
    this.#bytes = bytes;
    this.done = new Set(rows.map((row) => plainText(row[0]!)));
    this.failed = new Set(
      rows.filter((row) => row.at(-1) !== "").map((row) => plainText(row[0]!)),
    );
  }

  /**
   * Opens the table, or begins it. What an interrupted run left incomplete is cut off.
   *
   * @throws Error when there is a table that was made otherwise, or was changed since
   */
  static async open(path: string, settings: TableSettings): Promise<ResultsTable> {
    const refuse = (reason: string) =>
      new Error(
        `Cannot add to ${path}: ${reason}; give another --out, or remove it and ${path}.json`,
      );
    const record = await readRecord(path);
    const size = await Deno.stat(path).then((info) => info.size, () => null);
    // A table that was taken away is begun anew.
    if (record === null || size === null) {
      if (size !== null && size > 0) throw refuse(`it was not written by this program`);
      const header = csvLine(tableColumns(settings.classes)) + "\n";
      await writeFileAtomic(path, header);
      const bytes = new TextEncoder().encode(header).length;
      await writeRecord(path, { format: 1, settings, bytes });
      return new ResultsTable(path, settings, await openAt(path, bytes, refuse), bytes, []);
    }
    const { bytes } = record;
    const different = differences(record.settings, settings);
    if (different !== "") throw refuse(`it was made with ${different}`);
    if (size < bytes) throw refuse("it was changed since it was written");
    const file = await openAt(path, bytes, refuse);
    const rows = parseCsv(await Deno.readTextFile(path)).slice(1);
    return new ResultsTable(path, settings, file, bytes, rows);
  }

  /** Appends the rows of a batch; they count once this has returned. */
  async append(results: readonly PictureResult[]): Promise<void> {
    const lines = results.map((result) => tableLines(result, this.#settings.classes)).join("");
    const bytes = new TextEncoder().encode(lines);
    try {
      for (let at = 0; at < bytes.length;) at += await this.#file.write(bytes.subarray(at));
      await this.#file.syncData();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw new Error(`Cannot write ${this.#path}: ${text}`, { cause: error });
    }
    this.#bytes += bytes.length;
    await writeRecord(this.#path, { format: 1, settings: this.#settings, bytes: this.#bytes });
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** Opens the table for this process alone and cuts off what follows its complete bytes. */
async function openAt(
  path: string,
  bytes: number,
  refuse: (reason: string) => Error,
): Promise<Deno.FsFile> {
  const file = await Deno.open(path, { write: true });
  if (!await file.tryLock(true)) {
    file.close();
    throw refuse("another run is writing it; wait for that");
  }
  await file.truncate(bytes);
  await file.seek(bytes, Deno.SeekMode.Start);
  return file;
}

async function readRecord(path: string): Promise<TableRecord | null> {
  const text = await Deno.readTextFile(`${path}.json`).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  });
  if (text === null) return null;
  try {
    const record = JSON.parse(text) as TableRecord;
    if (record.format === 1 && Number.isInteger(record.bytes)) return record;
  } catch {
    // Not JSON: the same as of another format.
  }
  throw new Error(`Cannot read ${path}.json: it must be the record of a table; remove both files`);
}

async function writeRecord(path: string, record: TableRecord): Promise<void> {
  await writeFileAtomic(`${path}.json`, JSON.stringify(record, null, 2) + "\n");
}

/** Which settings differ, in words; empty where none does. */
function differences(made: TableSettings, asked: TableSettings): string {
  const words = (value: unknown) => Array.isArray(value) ? value.join(" ") : String(value);
  const keys = (Object.keys(asked) as (keyof TableSettings)[])
    .filter((key) => canonicalJson(made[key]) !== canonicalJson(asked[key]))
    // Another network has other weights, of course.
    .filter((key, _, all) => key !== "weights" || !all.includes("model"));
  return keys.map((key) => `${key} ${words(made[key])}, but ${words(asked[key])} is asked for`)
    .join(", ");
}
