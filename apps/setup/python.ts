/**
 * Python as a means: finds an interpreter that fits, makes the virtual environment, and runs pip in
 * it, whose failures become one line that says what to do.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { environmentPython } from "./requirements.ts";
import { sitePackages } from "lib/engine/libraries.ts";

/** TensorFlow 2.21 has wheels for these versions of Python 3. */
const minorVersions = [10, 11, 12, 13];

interface Output {
  readonly success: boolean;
  readonly text: string;
}

/** Runs a program to its end; not being there counts as failure. */
async function capture(program: string, args: readonly string[]): Promise<Output> {
  try {
    const { success, stdout, stderr } = await new Deno.Command(program, {
      args: [...args],
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    return { success, text: decoder.decode(stdout) + decoder.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { success: false, text: "not found" };
    throw error;
  }
}

/** The minor version of a Python 3, or null where `program` is no Python 3. */
async function minorVersion(program: string): Promise<number | null> {
  const probe =
    "import sys; print('3.%d' % sys.version_info[1] if sys.version_info[0] == 3 else '')";
  const { success, text } = await capture(program, ["-c", probe]);
  const match = /^3\.(\d+)/.exec(text);
  return success && match?.[1] !== undefined ? Number(match[1]) : null;
}

/** An interpreter on the PATH that TensorFlow has wheels for and that can make environments. */
export async function findPython(): Promise<string> {
  const names = ["python3", ...minorVersions.toReversed().map((v) => `python3.${v}`), "python"];
  const found: string[] = [];
  for (const name of names) {
    const minor = await minorVersion(name);
    if (minor === null) continue;
    if (!minorVersions.includes(minor)) {
      found.push(`${name} is 3.${minor}`);
      continue;
    }
    if ((await capture(name, ["-c", "import venv, ensurepip"])).success) return name;
    found.push(`${name} lacks the module venv (Debian, Ubuntu: apt install python3-venv)`);
  }
  const versions = `3.${minorVersions[0]} to 3.${minorVersions.at(-1)}`;
  throw new Error(
    found.length === 0
      ? `Cannot set up: Python ${versions} must be on the PATH as python3, but is not. ` +
        "Install it (Debian, Ubuntu: apt install python3 python3-venv) and run `deno task setup`."
      : `Cannot set up: Python must be ${versions} with the module venv, but ${
        found.join(", ")
      }. ` +
        "Install what is missing and run `deno task setup`.",
  );
}

/** Makes the environment, or repairs one that was left half made. */
export async function makeEnvironment(
  environment: string,
  say: (line: string) => void,
): Promise<void> {
  const own = environmentPython(environment);
  const usable = existsSync(own) && minorVersions.includes(await minorVersion(own) ?? -1);
  if (usable && (await capture(own, ["-m", "pip", "--version"])).success) return;
  const python = await findPython();
  say(`Making ${environment} with ${python}.`);
  const clear = existsSync(environment) && !usable ? ["--clear"] : [];
  const { success, text } = await capture(python, ["-m", "venv", ...clear, environment]);
  if (!success) {
    throw new Error(`Cannot set up: ${python} -m venv must work, but says: ${lastLine(text)}`);
  }
}

/**
 * Removes what an interrupted pip left: it writes a package's RECORD last, so a package without one
 * is incomplete, and pip would take it for installed.
 */
export function removeIncomplete(environment: string): string[] {
  const removed: string[] = [];
  for (const packages of sitePackages(environment)) {
    for (const name of readdirSync(packages)) {
      const leftover = name.startsWith("~");
      const incomplete = name.endsWith(".dist-info") && !existsSync(join(packages, name, "RECORD"));
      if (!leftover && !incomplete) continue;
      rmSync(join(packages, name), { recursive: true });
      removed.push(name);
    }
  }
  return removed;
}

/** Runs pip in the environment; the user's pip settings hold, except one that installs elsewhere. */
export async function pip(
  environment: string,
  args: readonly string[],
  logFile: string,
  onPackage: (name: string) => void,
): Promise<void> {
  const child = new Deno.Command(environmentPython(environment), {
    args: ["-m", "pip", ...args],
    env: { PIP_USER: "0", PYTHONNOUSERSITE: "1", PYTHONPATH: "", PYTHONUNBUFFERED: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let log = "";
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      log += text;
      for (const [, name] of text.matchAll(/^(?:Collecting|Downloading) (\S+)/gm)) {
        if (name !== undefined) onPackage(name);
      }
    }
  };
  // Reading both streams to their ends before asking for the status: neither pipe may fill up.
  await Promise.all([read(child.stdout), read(child.stderr)]);
  const { success } = await child.status;
  Deno.writeTextFileSync(logFile, log);
  if (!success) throw new Error(`Cannot set up: ${pipFailure(log)} (pip's words: ${logFile})`);
}

/** What a failed pip means and what to do, from its output. */
export function pipFailure(log: string): string {
  if (/No space left on device/.test(log)) {
    return "the disk must have about 3 GB free, but is full. Free some and run `deno task setup`.";
  }
  if (
    /NewConnectionError|Temporary failure in name resolution|ConnectTimeout|ProxyError|SSLError|Max retries exceeded|Read timed out/
      .test(log)
  ) {
    return "the Python package index must be reachable, but is not. Connect to the network (or " +
      "set PIP_INDEX_URL or HTTPS_PROXY as your network needs) and run `deno task setup`.";
  }
  const missing = /No matching distribution found for (\S+)/.exec(log)?.[1];
  if (missing !== undefined) {
    return `the package index must have ${missing} for this system and Python, but has not. ` +
      "Use another Python from 3.10 to 3.13, or an index that has it (PIP_INDEX_URL).";
  }
  return `pip must succeed, but says: ${lastLine(log)}`;
}

function lastLine(text: string): string {
  const lines = text.trim().split("\n");
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? "nothing").trim();
}
