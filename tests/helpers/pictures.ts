/** Picture files for tests: even grey or coloured areas, which JPEG keeps exactly. */
import sharp from "sharp";

/** Writes a JPEG of one colour, making its folder where needed. */
export async function writePicture(
  path: string,
  [red, green, blue]: readonly [number, number, number],
  side = 48,
): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  const channels = Array.from({ length: side * side }, () => [red, green, blue]).flat();
  const raw = { width: side, height: side, channels: 3 } as const;
  const image = sharp(Uint8Array.from(channels), { raw });
  await Deno.writeFile(path, await image.jpeg({ quality: 100 }).toBuffer());
}

/** A temporary folder for the time of `use`. */
export async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
