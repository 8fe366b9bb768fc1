/**
 * Files that are either there in full or not there at all. A checkpoint or a record cut off by a
 * killed process, a full disk or a power cut must never be read as if it were whole, so the bytes
 * go to a temporary file beside the target, are flushed to the disk, and then take the target's
 * name in one step.
 */

/**
 * Writes `content` to `path` so that a reader sees the old file or the new one, nothing between.
 * The folder is made where it is missing. A failed write leaves the old file as it was and takes
 * its temporary file away.
 *
 * @param path the file to write
 * @param content bytes, or text that is written as UTF-8
 * @throws Error with the path and the system's reason: disk full, no permission, a folder there
 */
export async function writeFileAtomic(path: string, content: Uint8Array | string): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const folder = parentFolder(path);
  // Unique also for two writers in one process, so that neither renames the other's half a file.
  const temporary = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    await Deno.mkdir(folder, { recursive: true });
    await writeAndSync(temporary, bytes);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {}); // It may never have come to exist.
    throw new Error(`Cannot write ${path}: ${reason(error)}`, { cause: error });
  }
  await syncFolder(folder);
}

async function writeAndSync(path: string, bytes: Uint8Array): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
  await file.sync();
}

/** The rename itself reaches the disk only with the folder; Windows cannot open one, and need not. */
async function syncFolder(folder: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  using handle = await Deno.open(folder, { read: true });
  await handle.sync();
}

function parentFolder(path: string): string {
  const end = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  if (end < 0) return ".";
  return end === 0 ? "/" : path.slice(0, end);
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (text.includes("os error 28")) return "the disk is full; free some space and run it again";
  return text;
}
