/**
 * FER-2013 as a Parquet table: a row a picture with `row`, `usage`, `emotion` and the 48×48 grey
 * bytes in `pixels`. Read with hyparquet, since polars' JavaScript half cannot hand out a binary
 * column, and with node's own zstd. One row group at a time is decoded, so that no more than some
 * 10 MB of loose rows live beside the result.
 */
import { zstdDecompressSync } from "node:zlib";
import { type FileMetaData, parquetMetadata, parquetReadObjects } from "hyparquet";
import { FER2013_LABELS } from "./classes.ts";
import type { FaceSet, Usage } from "./faces.ts";
import { FER2013_SIDE, ferUsage } from "./fer2013.ts";

interface ParquetRow {
  readonly row: number | null;
  readonly usage: string;
  readonly emotion: number;
  readonly pixels: Uint8Array;
}

const COLUMNS = ["row", "usage", "emotion", "pixels"] as const;
const compressors = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) };

/**
 * Reads all pictures, under FER-2013's seven classes. `rows` holds the row of `fer2013.csv` where
 * the table knows it, else `parquet:N` with the table's own row.
 *
 * @param bytes the whole file
 * @param path for error messages
 * @throws Error with file and row for a truncated file, a wrong pixel count, an unknown label or usage
 */
export async function readFerParquet(bytes: Uint8Array, path: string): Promise<FaceSet> {
  const file = wholeBuffer(bytes);
  const metadata = readMetadata(file, path);
  const n = Number(metadata.num_rows);
  const area = FER2013_SIDE * FER2013_SIDE;
  const pixels = new Uint8Array(n * area), labels = new Uint8Array(n);
  const rows: string[] = [], usage: Usage[] = [];
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    for (const entry of await readGroup(file, metadata, start, end, path)) {
      const index = rows.length;
      const at = `${path}, row ${index}`;
      if (entry.pixels.length !== area) {
        throw new Error(
          `Cannot read ${at}: pixels must hold ${area} bytes, but holds ${entry.pixels.length}`,
        );
      }
      if (!(entry.emotion in FER2013_LABELS)) {
        throw new Error(`Cannot read ${at}: emotion must be 0 to 6, but is ${entry.emotion}`);
      }
      pixels.set(entry.pixels, index * area);
      labels[index] = entry.emotion;
      rows.push(entry.row === null ? `parquet:${index}` : String(entry.row));
      usage.push(ferUsage(entry.usage, at));
    }
    start = end;
  }
  const side = FER2013_SIDE;
  return {
    name: "fer2013",
    classes: FER2013_LABELS,
    width: side,
    height: side,
    pixels,
    labels,
    rows,
    usage,
  };
}

/** The bytes as a buffer of their own; copied only when they are a part of a larger one. */
function wholeBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteLength } = bytes;
  const whole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return whole ? buffer : new Uint8Array(bytes).buffer;
}

function readMetadata(file: ArrayBuffer, path: string): FileMetaData {
  const tail = new TextDecoder("latin1").decode(file.slice(-4));
  if (tail !== "PAR1") {
    throw new Error(
      `Cannot read ${path}: a Parquet file must end in "PAR1", but this one does not: it was cut ` +
        "off or is something else; fetch it again",
    );
  }
  const metadata = attempt(() => parquetMetadata(file), `${path}: its footer`);
  const present = metadata.schema.map((column) => column.name);
  const missing = COLUMNS.filter((name) => !present.includes(name));
  if (missing.length > 0) {
    throw new Error(`Cannot read ${path}: it must have the columns ${missing.join(", ")}`);
  }
  return metadata;
}

async function readGroup(
  file: ArrayBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
  path: string,
): Promise<readonly ParquetRow[]> {
  const options = { file, metadata, compressors, utf8: false, columns: [...COLUMNS] };
  let rows: readonly unknown[];
  try {
    rows = await parquetReadObjects({ ...options, rowStart, rowEnd });
  } catch (error) {
    throw damaged(`${path}, rows ${rowStart} to ${rowEnd - 1}`, error);
  }
  if (rows.length !== rowEnd - rowStart) {
    throw damaged(`${path}, rows ${rowStart} to ${rowEnd - 1}`, `only ${rows.length} rows decode`);
  }
  return rows as readonly ParquetRow[];
}

function attempt<T>(read: () => T, where: string): T {
  try {
    return read();
  } catch (error) {
    throw damaged(where, error);
  }
}

function damaged(where: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`Cannot read ${where}: the file is damaged (${reason}); fetch it again`);
}
