/**
 * Labelled pictures in folders named for their class: Kaggle's form of FER-2013
 * (`train/angry/*.jpg`, `test/…`), and any folder of one's own to evaluate a network on.
 */
import { className, FER2013_LABELS } from "./classes.ts";
import type { FaceSet, Usage } from "./faces.ts";
import { listFolders, listImages, readImages } from "./images.ts";

/**
 * Reads Kaggle's folders of FER-2013. The test folder holds both test parts: a picture is `public`
 * or `private` where its file name says so (`PrivateTest_123.jpg`), else `validation`.
 */
export async function readFerFolders(
  folder: string,
): Promise<{ faces: FaceSet; hashes: Record<string, string> }> {
  const found = [
    ...await listLabelled(folder, "train/", FER2013_LABELS),
    ...await listLabelled(folder, "test/", FER2013_LABELS),
  ];
  const { hash, ...pictures } = await readImages(folder, found.map(({ path }) => path));
  const faces = labelled("fer2013", FER2013_LABELS, pictures, found, (path) => {
    if (path.startsWith("train/")) return "training";
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (name.startsWith("PublicTest")) return "public";
    return name.startsWith("PrivateTest") ? "private" : "validation";
  });
  return { faces, hashes: { [`${baseName(folder)}/`]: hash } };
}

/**
 * Reads a folder with one folder a class, `PATH/happy/*.png`, all of it as `validation`. Spellings
 * such as `Happiness` are understood.
 *
 * @param classes the network's class list
 * @param size side that the pictures are resized to, so that they may differ in size
 * @throws Error for a folder that names none of the classes, an unreadable picture, no picture
 */
export async function readLabelledFolder(
  folder: string,
  classes: readonly string[],
  size: number,
): Promise<{ faces: FaceSet; hashes: Record<string, string> }> {
  const found = await listLabelled(folder, "", classes);
  const { hash, ...pictures } = await readImages(folder, found.map(({ path }) => path), size);
  const faces = labelled(baseName(folder), classes, pictures, found, () => "validation");
  return { faces, hashes: { [`${baseName(folder)}/`]: hash } };
}

interface Labelled {
  readonly path: string;
  readonly label: number;
}

async function listLabelled(
  folder: string,
  part: string,
  classes: readonly string[],
): Promise<Labelled[]> {
  const found: Labelled[] = [];
  for (const name of await listFolders(`${folder}/${part}`)) {
    const known = className(name);
    const label = known === null ? -1 : classes.indexOf(known);
    if (label < 0) {
      throw new Error(
        `Cannot read ${folder}/${part}${name}: its name must be one of ${classes.join(", ")}`,
      );
    }
    for (const image of await listImages(`${folder}/${part}${name}`)) {
      found.push({ path: `${part}${name}/${image}`, label });
    }
  }
  if (found.length === 0) {
    throw new Error(
      `Cannot read ${folder}/${part}: it must hold pictures in folders named for their class ` +
        `(${classes.join(", ")}), but holds none`,
    );
  }
  return found;
}

function labelled(
  name: string,
  classes: readonly string[],
  pictures: Pick<FaceSet, "width" | "height" | "pixels">,
  found: readonly Labelled[],
  usageOf: (path: string) => Usage,
): FaceSet {
  return {
    ...pictures,
    name,
    classes,
    labels: Uint8Array.from(found, ({ label }) => label),
    rows: found.map(({ path }) => path),
    usage: found.map(({ path }) => usageOf(path)),
  };
}

function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, "");
  return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}
