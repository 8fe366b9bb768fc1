/**
 * FER-2013 as Kaggle's `fer2013.csv`: `emotion,pixels,Usage`, a row a picture, the 2,304 grey
 * values as numbers separated by spaces. Parsed byte by byte straight into the pixel array: the
 * file is 300 MB, and as text split into strings it would take several times that.
 */
import { FER2013_LABELS } from "./classes.ts";
import type { FaceSet, Usage } from "./faces.ts";
import { FER2013_SIDE, ferUsage } from "./fer2013.ts";

const NEWLINE = 10, RETURN = 13, SPACE = 32, QUOTE = 34, COMMA = 44, ZERO = 48, NINE = 57;
const AREA = FER2013_SIDE * FER2013_SIDE;
const HEADER = "emotion,pixels,Usage";

/**
 * Parses the whole file. Row 0 is the first after the header, as in FER+'s votes.
 *
 * @param path for error messages
 * @throws Error with file and row when a row is malformed, has the wrong number of pixels, or an
 * unknown label or usage
 */
export function parseFerCsv(bytes: Uint8Array, path: string): FaceSet {
  const lines = lineStarts(bytes);
  const header = text(bytes, 0, lineEnd(bytes, 0)).replaceAll('"', "").replace(/^\ufeff/, "");
  if (header !== HEADER) {
    throw new Error(`Cannot read ${path}: its first line must be "${HEADER}", but is "${header}"`);
  }
  const n = lines.length - 1;
  const pixels = new Uint8Array(n * AREA), labels = new Uint8Array(n);
  const usage: Usage[] = [], rows: string[] = [];
  for (let row = 0; row < n; row++) {
    const at = `${path}, row ${row}`;
    const start = lines[row + 1]!, end = lineEnd(bytes, start);
    const comma = bytes.indexOf(COMMA, start), last = bytes.lastIndexOf(COMMA, end - 1);
    if (comma < 0 || comma >= end || last <= comma) {
      throw new Error(
        `Cannot read ${at}: it must be emotion, pixels and usage, but is ` +
          `"${text(bytes, start, Math.min(end, start + 40))}"`,
      );
    }
    const label = text(bytes, start, comma);
    if (!/^[0-6]$/.test(label)) {
      throw new Error(`Cannot read ${at}: emotion must be 0 to 6, but is "${label}"`);
    }
    labels[row] = Number(label);
    parsePixels(bytes, comma + 1, last, pixels.subarray(row * AREA, (row + 1) * AREA), at);
    usage.push(ferUsage(text(bytes, last + 1, end).trim(), at));
    rows.push(String(row));
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

function parsePixels(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: string,
): void {
  let count = 0, value = -1;
  for (let i = start; i <= end; i++) {
    const byte = i === end ? SPACE : bytes[i]!;
    if (byte >= ZERO && byte <= NINE) {
      value = (value < 0 ? 0 : value * 10) + byte - ZERO;
    } else if (byte === SPACE || byte === QUOTE) {
      if (value > 255) {
        throw new Error(`Cannot read ${at}: a pixel must be 0 to 255, but is ${value}`);
      }
      if (value >= 0 && count < out.length) out[count] = value;
      if (value >= 0) count++;
      value = -1;
    } else {
      throw new Error(
        `Cannot read ${at}: pixels must be numbers and spaces, but hold "${
          String.fromCharCode(byte)
        }"`,
      );
    }
  }
  if (count !== out.length) {
    throw new Error(`Cannot read ${at}: it must have ${out.length} pixels, but has ${count}`);
  }
}

/** Where each line begins; an empty last line is none. */
function lineStarts(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  for (let at = 0; at < bytes.length;) {
    starts.push(at);
    const next = bytes.indexOf(NEWLINE, at);
    at = next < 0 ? bytes.length : next + 1;
  }
  return starts;
}

/** Where the line that begins at `start` ends, without its line break. */
function lineEnd(bytes: Uint8Array, start: number): number {
  const next = bytes.indexOf(NEWLINE, start);
  const end = next < 0 ? bytes.length : next;
  return end > start && bytes[end - 1] === RETURN ? end - 1 : end;
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}
