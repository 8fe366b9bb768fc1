/**
 * Pictures inside an SVG, as PNG in a data address. The PNG is written here and not compressed, so
 * that its bytes depend on no library's version: the faces are small.
 */
import { element } from "./svg.ts";

/** Pixels, row-major: grey, RGB or RGBA. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

/** PNG's colour types by number of channels. */
const COLOUR_TYPES = { 1: 0, 3: 2, 4: 6 } as const;

/** A picture at (x, y), scaled smoothly to `width` pixels of the figure. */
export function image(picture: Picture, x: number, y: number, width: number): string {
  const height = width * picture.height / picture.width;
  const href = `data:image/png;base64,${base64(encodePng(picture))}`;
  return element("image", { x, y, width, height, href, preserveAspectRatio: "none" });
}

/**
 * A PNG file of stored, not compressed, pixels.
 *
 * @throws Error when the number of pixels does not fit the size
 */
export function encodePng({ width, height, channels, pixels }: Picture): Uint8Array {
  const row = width * channels;
  if (pixels.length !== row * height) {
    throw new Error(
      `Cannot draw a picture: it must have ${width} × ${height} × ${channels} values, but has ` +
        `${pixels.length}`,
    );
  }
  const raw = new Uint8Array((row + 1) * height); // Each row begins with its filter, 0 for none.
  for (let y = 0; y < height; y++) {
    raw.set(pixels.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, COLOUR_TYPES[channels]], 8);
  return concat([
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", storedZlib(raw)),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function storedZlib(data: Uint8Array): Uint8Array {
  const blocks: Uint8Array[] = [new Uint8Array([0x78, 0x01])];
  const largest = 0xffff;
  for (let start = 0; start < data.length; start += largest) {
    const part = data.subarray(start, start + largest);
    const head = new DataView(new ArrayBuffer(5));
    head.setUint8(0, start + largest >= data.length ? 1 : 0);
    head.setUint16(1, part.length, true);
    head.setUint16(3, part.length ^ 0xffff, true);
    blocks.push(new Uint8Array(head.buffer), part);
  }
  let [a, b] = [1, 0]; // Adler-32.
  for (const byte of data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return concat([...blocks, bigEndian((b * 65536 + a) >>> 0)]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concat([new TextEncoder().encode(type), data]);
  return concat([bigEndian(data.length), body, bigEndian(crc32(body))]);
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function bigEndian(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value);
  return new Uint8Array(view.buffer);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
