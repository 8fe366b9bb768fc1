/** What all forms of FER-2013 share: its picture size and the names of its three parts. */
import type { Usage } from "./faces.ts";

/** Width and height of FER-2013's pictures. */
export const FER2013_SIDE = 48;

const USAGES: Readonly<Record<string, Usage>> = {
  Training: "training",
  PublicTest: "public",
  PrivateTest: "private",
};

/**
 * Our name for FER-2013's `Training`, `PublicTest` or `PrivateTest`.
 *
 * @param where file and row, for the error
 */
export function ferUsage(word: string, where: string): Usage {
  const usage = USAGES[word];
  if (usage === undefined) {
    throw new Error(
      `Cannot read ${where}: usage must be ${Object.keys(USAGES).join(", ")}, but is "${word}"`,
    );
  }
  return usage;
}
