/** Commands of this project in a cell, as one would type them in a terminal. */
import { fileURLToPath } from "node:url";
import { interruptible } from "./interruptible.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Runs `deno task NAME …` in the project's folder.
 *
 * @returns what it printed on stdout
 * @throws Error with its last words when it failed
 */
export async function task(name: string, ...args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await interruptible((signal) =>
    new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", name, ...args],
      cwd: ROOT,
      stdin: "null",
      signal,
    }).output()
  );
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout).trim();
  const words = decoder.decode(stderr).trim().split("\n").at(-1);
  throw new Error(`Cannot run deno task ${name}: ${words}`);
}
