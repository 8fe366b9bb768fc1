/** Which files `deno task classify` is asked to classify. */

/**
 * Extensions of pictures. Those that cannot be read are listed too: their rows then say what to do,
 * where leaving them out would lose them without a word.
 */
const PICTURES =
  /\.(jpe?g|jpe|jfif|png|webp|gif|bmp|tiff?|heic|heif|avif|svg|jxl|jp2|dng|cr2|nef)$/i;

/**
 * The files named, and the pictures of the folders named, each once, in the order of the arguments
 * and by name within a folder. Paths begin as the argument does. Hidden files are left out, and
 * links to folders are not followed.
 *
 * A path that does not exist is listed as a file: its row says so, and the others are classified.
 */
export async function listPictures(
  paths: readonly string[],
  { recursive }: { readonly recursive: boolean },
): Promise<string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const info = await Deno.stat(path).catch(() => null);
    if (info?.isDirectory) await addFolder(path.replace(/(?<=.)[/\\]+$/, ""), recursive, found);
    else found.add(path);
  }
  return [...found];
}

async function addFolder(folder: string, recursive: boolean, found: Set<string>): Promise<void> {
  const entries: Deno.DirEntry[] = [];
  for await (const entry of Deno.readDir(folder)) entries.push(entry);
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const path = folder.endsWith("/") ? folder + entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory) {
      if (recursive) await addFolder(path, recursive, found);
    } else if (PICTURES.test(entry.name)) found.add(path);
  }
}
