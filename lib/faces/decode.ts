/**
 * Reads a picture file into plain pixels, or says in one line why it cannot. Pictures come from
 * strangers, so only the four formats people have are let near a decoder: libvips' other loaders
 * (SVG, TIFF, HEIF, PDF and the like) are blocked for the process, and the number of pixels is
 * checked before any is decoded.
 */
import sharp from "sharp";
import type { Picture } from "./picture.ts";

/** The largest picture that is read, in pixels. */
export const MAX_PIXELS = 25_000_000;

/** No picture of so many pixels needs more: uncompressed, 16 bits, with alpha. */
const MAX_BYTES = MAX_PIXELS * 8;

const FORMATS = "a JPEG, PNG, WebP or GIF picture";

const LOADERS = ["Jpeg", "Png", "Webp", "Nsgif"].flatMap((name) => [
  `VipsForeignLoad${name}`,
  `VipsForeignLoad${name}File`,
  `VipsForeignLoad${name}Buffer`,
]);

let prepared = false;

/** Once, at the first picture rather than at import: it changes sharp for the whole process. */
function prepareSharp(): void {
  if (prepared) return;
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: LOADERS });
  // No picture is decoded twice, so a cache of operations would only hold memory.
  sharp.cache(false);
  prepared = true;
}

/**
 * Decodes a picture: eight bits, sRGB, turned upright by its EXIF orientation, the first frame of
 * an animation, and laid on white where it is transparent, as a page would show it.
 *
 * @throws Error saying what is wrong: empty, not a picture, damaged, or over 25 megapixels
 */
export async function decodePicture(bytes: Uint8Array): Promise<Picture> {
  if (bytes.length === 0) throw new Error("Cannot read the picture: the file is empty");
  prepareSharp();
  let decoded;
  try {
    decoded = await sharp(bytes, {
      limitInputPixels: MAX_PIXELS,
      failOn: "error",
      sequentialRead: true,
    }).autoOrient().flatten({ background: "#ffffff" }).toColourspace("srgb").raw()
      .toBuffer({ resolveWithObject: true });
  } catch (error) {
    throw new Error(`Cannot read the picture: ${await reason(bytes, error)}`, { cause: error });
  }
  const { data, info: { width, height, channels } } = decoded;
  if (channels !== 3) throw new Error(`internal: a decoded picture has ${channels} channels`);
  return { width, height, pixels: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

/**
 * Reads and decodes a picture file.
 *
 * @throws Error as `decodePicture`, or because the file cannot be read or is too large
 */
export async function readPicture(path: string): Promise<Picture> {
  let bytes: Uint8Array;
  try {
    const { isFile, size } = await Deno.stat(path);
    if (!isFile) throw new Error("it is not a file");
    if (size > MAX_BYTES) {
      throw new Error(`it must have at most ${MAX_BYTES / 1e6} MB, but has ${mega(size)}`);
    }
    bytes = await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new Error("Cannot read the picture: there is no such file", { cause: error });
    }
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new Error("Cannot read the picture: no permission to read it", { cause: error });
    }
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot read the picture: ${text}`, { cause: error });
  }
  return await decodePicture(bytes);
}

async function reason(bytes: Uint8Array, error: unknown): Promise<string> {
  const text = error instanceof Error ? error.message : String(error);
  if (text.includes("exceeds pixel limit")) {
    const limit = `it must have at most ${mega(MAX_PIXELS)} megapixels`;
    // Only the head is read; where even that is damaged, the limit alone is said.
    const size = await sharp(bytes, { limitInputPixels: false }).metadata().catch(() => null);
    return size === null ? limit : `${limit}, but has ${mega(size.width * size.height)}`;
  }
  if (text.includes("unsupported image format")) return `it must be ${FORMATS}`;
  return `the file is damaged (${text.split("\n")[0]!.trim()})`;
}

/** In millions, rounded up so that what is over a limit also reads so. */
function mega(count: number): string {
  return String(Math.ceil(count / 1e4) / 100);
}
