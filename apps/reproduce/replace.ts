/** Changing committed files only once everything is known to be right. */
import { renameSync } from "node:fs";

const start = "<!-- results: written by deno task reproduce -->";
const end = "<!-- end of results -->";

/**
 * The text with what stands between its two results marks replaced; a text without marks stays.
 *
 * @throws Error when only one of the marks is there
 */
export function replaceResults(text: string, results: string): string {
  const from = text.indexOf(start), to = text.indexOf(end);
  if (from < 0 && to < 0) return text;
  if (from < 0 || to < from) {
    throw new Error(
      `Cannot write the results: "${start}" must stand before "${end}", but does not.`,
    );
  }
  return `${text.slice(0, from + start.length)}\n\n${results.trim()}\n\n${text.slice(to)}`;
}

/** Replaces files by others, each at once; the texts must be complete. */
export function replaceFiles(texts: ReadonlyMap<string, string>): void {
  for (const [path, text] of texts) Deno.writeTextFileSync(`${path}.tmp`, text);
  for (const path of texts.keys()) renameSync(`${path}.tmp`, path);
}
