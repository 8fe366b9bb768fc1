/**
 * The table of results. It grows by whole batches, and a small record beside it,
 * `<table>.json`, says how many bytes of it are complete, what they hash to and by which settings
 * they were made: a run that was cut off goes on where it stood, a table that somebody edited is
 * left alone, and tables of different networks are never mixed.
 */
import { createHash, type Hash } from "node:crypto";
import { dirname } from "node:path";
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
  readonly format: 2;
  readonly settings: TableSettings;
  /** Complete bytes of the table, and the SHA-256 of them. */
  readonly bytes: number;
  readonly sha256: string;
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
  /** Of all complete bytes. */
  readonly #hash: Hash;
  #bytes: number;

  private constructor(
    path: string,
    settings: TableSettings,
    file: Deno.FsFile,
    complete: Uint8Array,
  ) {
    this.#path = path;
    this.#settings = settings;
    this.#file = file;
    this.#hash = createHash("sha256").update(complete);
    this.#bytes = complete.length;
    const rows = parseCsv(new TextDecoder().decode(complete)).slice(1);
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
    await Deno.mkdir(dirname(path), { recursive: true });
    const file = await Deno.open(path, { read: true, write: true, create: true });
    try {
      // The record is read under the lock, or it could be older than the table.
      if (!await file.tryLock(true)) throw refuse("another run is writing it; wait for that");
      const record = await readRecord(path);
      const written = await Deno.readFile(path);
      // A table that was taken away is begun anew.
      if (written.length === 0) {
        const table = new ResultsTable(path, settings, file, new Uint8Array());
        await table.#write(csvLine(tableColumns(settings.classes)) + "\n");
        return table;
      }
      if (record === null) throw refuse("it was not written by this program");
      const different = differences(record.settings, settings);
      if (different !== "") throw refuse(`it was made with ${different}`);
      const complete = written.subarray(0, record.bytes);
      if (createHash("sha256").update(complete).digest("hex") !== record.sha256) {
        throw refuse("it was changed since it was written");
      }
      await file.truncate(record.bytes);
      await file.seek(record.bytes, Deno.SeekMode.Start);
      return new ResultsTable(path, settings, file, complete);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Appends the rows of a batch; they count once this has returned. */
  async append(results: readonly PictureResult[]): Promise<void> {
    await this.#write(
      results.map((result) => tableLines(result, this.#settings.classes)).join(""),
    );
  }

  async #write(lines: string): Promise<void> {
    const bytes = new TextEncoder().encode(lines);
    try {
      for (let at = 0; at < bytes.length;) at += await this.#file.write(bytes.subarray(at));
      await this.#file.syncData();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw new Error(`Cannot write ${this.#path}: ${text}`, { cause: error });
    }
    this.#bytes += bytes.length;
    this.#hash.update(bytes);
    await writeRecord(this.#path, {
      format: 2,
      settings: this.#settings,
      bytes: this.#bytes,
      sha256: this.#hash.copy().digest("hex"),
    });
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

async function readRecord(path: string): Promise<TableRecord | null> {
  const text = await Deno.readTextFile(`${path}.json`).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  });
  if (text === null) return null;
  try {
    const record = JSON.parse(text) as TableRecord;
    if (record.format === 2 && Number.isInteger(record.bytes)) return record;
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
