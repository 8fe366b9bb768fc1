/**
 * The Python environment `.venv` as a whole: quick to check, made or completed when needed.
 *
 * A stamp file, written last and by rename, says what is complete; anything interrupted before it
 * starts again at the next call and downloads only what is missing. A lock keeps two tasks from
 * installing at the same time.
 */
import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { environmentFolder, sitePackages, tensorflowLibraries } from "lib/engine/libraries.ts";
import { writeKernel } from "./kernel.ts";
import { makeEnvironment, pip, removeIncomplete } from "./python.ts";
import {
  type DeviceChoice,
  environmentPython,
  requirements,
  requirementsFile,
} from "./requirements.ts";

interface Stamp {
  readonly hash: string;
  readonly choice: DeviceChoice;
}

/** What the environment holds. */
export interface Environment {
  readonly folder: string;
  readonly python: string;
  /** TensorFlow's requirement and why this one. */
  readonly tensorflow: string;
  readonly reason: string;
  /** False when all was there already. */
  readonly changed: boolean;
}

const stampFile = join(environmentFolder, "setup.json");
const cacheFolder = join(dirname(environmentFolder), ".cache");

function readStamp(): Stamp | null {
  if (!existsSync(stampFile)) return null;
  try {
    return JSON.parse(Deno.readTextFileSync(stampFile)) as Stamp;
  } catch {
    return null; // Unreadable is as good as missing: the set-up runs and writes it anew.
  }
}

function librariesExist(): boolean {
  try {
    tensorflowLibraries();
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes sure that `.venv` holds JupyterLab, TensorFlow and the project's Deno kernel: milliseconds
 * when it does, a download when not. `choice` is remembered; without one, the last holds.
 */
export async function ensureSetup(
  options: { choice?: DeviceChoice; say?: (line: string) => void } = {},
): Promise<Environment> {
  const say = options.say ?? ((line: string) => console.error(line));
  const stamp = readStamp();
  const choice = options.choice ?? stamp?.choice ?? "auto";
  const wanted = requirements(choice);
  const python = environmentPython(environmentFolder);
  const result = { folder: environmentFolder, python, ...wanted };
  const done = () => readStamp()?.hash === wanted.hash && existsSync(python) && librariesExist();
  if (done() && stamp?.choice === choice) {
    return { ...result, changed: writeKernel(environmentFolder) };
  }
  mkdirSync(cacheFolder, { recursive: true });
  using lock = Deno.openSync(join(cacheFolder, "setup.lock"), { create: true, write: true });
  await lock.lock(true);
  // Another task may have done it while this one waited for the lock.
  if (!done()) await install(wanted.tensorflow, wanted.reason, say);
  writeKernel(environmentFolder);
  Deno.writeTextFileSync(`${stampFile}.tmp`, JSON.stringify({ hash: wanted.hash, choice }) + "\n");
  renameSync(`${stampFile}.tmp`, stampFile);
  return { ...result, changed: true };
}

async function install(
  tensorflow: string,
  reason: string,
  say: (line: string) => void,
): Promise<void> {
  await makeEnvironment(environmentFolder, say);
  const removed = removeIncomplete(environmentFolder);
  if (removed.length > 0) say(`Removed what an interrupted set-up left: ${removed.join(", ")}.`);
  const log = join(cacheFolder, "setup.log");
  // The CPU and CUDA wheels share a folder: the other one has to go first.
  const other = installedTensorflow().filter((name) => name !== distribution(tensorflow));
  if (other.length > 0) {
    await pip(environmentFolder, ["uninstall", "-y", ...other], log, () => {});
  }
  say(`Installing JupyterLab and ${tensorflow}, because ${reason}. This takes some minutes.`);
  const arguments_ = ["install", "--progress-bar", "off", "-r", requirementsFile, tensorflow];
  await pip(environmentFolder, arguments_, log, packageLine());
  if (!librariesExist()) {
    throw new Error(
      `Cannot set up: the wheel ${tensorflow} must contain TensorFlow's C library, but does not. ` +
        `Remove ${environmentFolder}, unset PIP_TARGET and PIP_PREFIX, and run \`deno task setup\`.`,
    );
  }
}

function distribution(requirement: string): string {
  return /^[a-z-]+/.exec(requirement)?.[0] ?? requirement;
}

function installedTensorflow(): string[] {
  return sitePackages(environmentFolder)
    .flatMap((folder) => readdirSync(folder))
    .map((name) => /^(tensorflow(?:_cpu)?)-[\d.]+\.dist-info$/.exec(name)?.[1])
    .filter((name) => name !== undefined)
    .map((name) => name.replace("_", "-"));
}

/** Shows the package at hand on one line of a terminal; says nothing elsewhere. */
function packageLine(): (name: string) => void {
  if (!Deno.stderr.isTerminal()) return () => {};
  const encoder = new TextEncoder();
  return (name) => {
    Deno.stderr.writeSync(encoder.encode(`\r\x1b[K  ${name.slice(0, 70)}\r`));
  };
}
