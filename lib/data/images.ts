/**
 * Pictures of a folder as grey arrays of one size, with the folder's hash. Decoded by sharp, a few
 * at a time; a file that cannot be read ends the reading with its name, since a skipped picture
 * would change a score without a word.
 */
import { createHash } from "node:crypto";
import sharp from "sharp";
import type { GreyPictures } from "./preprocess.ts";
import { resizeInto } from "./resize.ts";
import { toGrey } from "./grey.ts";

/** The formats that are read; others are refused rather than handed to a rarely used decoder. */
const FORMATS = ["jpeg", "png", "webp"];
const EXTENSIONS = /\.(jpe?g|png|webp)$/i;
const PIXEL_LIMIT = 50_000_000;
const AT_ONCE = 8;

/**
 * Decodes one picture to grey, turned upright by its EXIF orientation.
 *
 * @param name for the error
 * @throws Error with the name when it is no JPEG, PNG or WebP, is damaged, or is above 50 megapixels
 */
async function decodeGrey(bytes: Uint8Array, name: string): Promise<GreyPictures> {
  try {
    const image = sharp(bytes, { limitInputPixels: PIXEL_LIMIT, failOn: "error" });
    const { format } = await image.metadata();
    if (!FORMATS.includes(format)) {
      throw new Error(`its format must be ${FORMATS.join(", ")}, but is ${format}`);
    }
    const { data, info } = await image.autoOrient().raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    return { width, height, pixels: toGrey(data, channels) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new Error(`Cannot read picture ${name}: ${reason}`, { cause: error });
  }
}

/** Names of the pictures in a folder, in alphabetical order. */
export async function listImages(folder: string): Promise<string[]> {
  return await list(folder, (entry) => !entry.isDirectory && EXTENSIONS.test(entry.name));
}

/** Names of the folders in a folder, in alphabetical order. */
export async function listFolders(folder: string): Promise<string[]> {
  return await list(folder, (entry) => entry.isDirectory);
}

async function list(folder: string, keep: (entry: Deno.DirEntry) => boolean): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) if (keep(entry)) names.push(entry.name);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound ? "there is no such folder" : error;
    throw new Error(`Cannot read the folder ${folder}: ${reason}`, { cause: error });
  }
  return names.sort();
}

export interface ReadImages extends GreyPictures {
  /** SHA-256 over a line `SHA-256  name` a picture, in the order read. */
  readonly hash: string;
}

/**
 * Reads pictures of one size.
 *
 * @param paths relative to `folder`
 * @param size side that every picture is resized to; left out, all must have the first one's size
 * @throws Error that names the picture
 */
export async function readImages(
  folder: string,
  paths: readonly string[],
  size?: number,
): Promise<ReadImages> {
  const hash = createHash("sha256");
  let width = size ?? 0, height = size ?? 0, pixels = new Uint8Array(width * height * paths.length);
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    const some = paths.slice(start, start + AT_ONCE);
    const read = await Promise.all(some.map((path) => readOne(folder, path)));
    for (const [i, { picture, digest }] of read.entries()) {
      const path = some[i]!;
      hash.update(`${digest}  ${path}\n`);
      if (width === 0) {
        ({ width, height } = picture);
        pixels = new Uint8Array(width * height * paths.length);
      }
      const out = pixels.subarray((start + i) * width * height, (start + i + 1) * width * height);
      if (size !== undefined) {
        resizeInto(out, size, picture.pixels, 0, picture.width, picture.height);
      } else if (picture.width !== width || picture.height !== height) {
        throw new Error(
          `Cannot read picture ${folder}/${path}: it must be ${width}×${height} like the first, ` +
            `but is ${picture.width}×${picture.height}`,
        );
      } else {
        out.set(picture.pixels);
      }
    }
  }
  return { width, height, pixels, hash: hash.digest("hex") };
}

async function readOne(folder: string, path: string) {
  const bytes = await Deno.readFile(`${folder}/${path}`);
  const digest = createHash("sha256").update(bytes).digest("hex");
  return { digest, picture: await decodeGrey(bytes, `${folder}/${path}`) };
}
