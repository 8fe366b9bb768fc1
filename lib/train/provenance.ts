/** Where a result comes from: machine, versions, commit. */
import type { Engine } from "../engine/engine.ts";
import { processor } from "../engine/processor.ts";
import type { Hardware } from "../records/run.ts";

/** The machine and what ran on it. */
export function describeHardware(engine: Engine): Hardware {
  const { name, ...machine } = processor();
  return {
    processor: name,
    ...machine,
    backend: engine.backend,
    device: engine.device,
    precision: engine.precision,
    threads: engine.threads,
  };
}

/** Versions of everything that computes. */
export function describeVersions(engine: Engine): Record<string, string> {
  return { deno: Deno.version.deno, ...engine.versions };
}

const ROOT = new URL("../..", import.meta.url);

/** What decides a run: other files may differ from the commit. */
const SOURCES = ["lib", "experiments/*.ts", "deno.json"];

/** The commit of the code at work, with `+` after it where it was changed; `unknown` without git. */
export async function describeCommit(): Promise<string> {
  const git = async (...args: string[]) => {
    const { success, stdout } = await new Deno.Command("git", { args, cwd: ROOT, stderr: "null" })
      .output();
    if (!success) throw new Error("git failed");
    return new TextDecoder().decode(stdout).trim();
  };
  try {
    const changed = await git(
      ...["status", "--porcelain", "--untracked-files=no", "--", ...SOURCES],
    );
    return await git("rev-parse", "HEAD") + (changed === "" ? "" : "+");
  } catch {
    return "unknown";
  }
}
