/**
 * The peers' own Python environment in `.cache/`: PyTorch is no dependency of the project, it is only
 * measured against.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeEnvironment, pip } from "../setup/python.ts";
import { environmentPython } from "../setup/requirements.ts";

export const PEER_REQUIREMENTS: readonly string[] = ["torch==2.13.0", "numpy==2.2.6"];

const folder = fileURLToPath(new URL("../../.cache/bench-venv", import.meta.url));

/** The interpreter of the peers' environment, made when it is not there yet. */
export async function peerPython(say: (line: string) => void): Promise<string> {
  const stamp = join(folder, "installed");
  const wanted = PEER_REQUIREMENTS.join("\n");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return environmentPython(folder);
  mkdirSync(dirname(folder), { recursive: true });
  await makeEnvironment(folder, say);
  say(`Installing ${PEER_REQUIREMENTS.join(" and ")} for comparison.`);
  const log = join(dirname(folder), "bench-venv.log");
  await pip(folder, ["install", ...PEER_REQUIREMENTS], log, (name) => say(`  ${name}`));
  writeFileSync(stamp, wanted);
  return environmentPython(folder);
}
