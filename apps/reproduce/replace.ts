/** Changing committed files only once everything is known to be right. */
import { renameSync, rmSync } from "node:fs";

/**
 * Replaces files by these texts. All are written beside the old ones first, so that a full disk
 * leaves the old ones whole; then each takes its place at once.
 */
export function replaceFiles(texts: ReadonlyMap<string, string>): void {
  try {
    for (const [path, text] of texts) Deno.writeTextFileSync(`${path}.tmp`, text);
    for (const path of texts.keys()) renameSync(`${path}.tmp`, path);
  } catch (error) {
    for (const path of texts.keys()) rmSync(`${path}.tmp`, { force: true });
    throw error;
  }
}
