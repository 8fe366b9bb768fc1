/**
 * A JupyterLab server of the project's own environment. Its settings and runtime files live in
 * `.cache/`, so that nothing of the user's Jupyter is read or changed.
 */
import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { environmentFolder } from "lib/engine/libraries.ts";
import { environmentPython } from "../setup/requirements.ts";

export interface LabOptions {
  /** The folder shown; kernels work in the folder of their notebook. */
  readonly folder: string;
  /** Port on 127.0.0.1; 0 takes any that is free. */
  readonly port: number;
  /** Whether JupyterLab opens the browser. */
  readonly browser: boolean;
  /** Whether the server's own messages are shown. */
  readonly log: boolean;
  readonly signal?: AbortSignal;
}

export interface Lab {
  /** Address with the token that opens it. */
  readonly url: string;
  /** Resolves with the exit status when the server ends. */
  readonly ended: Promise<number>;
  /** Ends the server and its kernels. */
  stop(): Promise<void>;
}

/** Where Jupyter keeps settings, data and runtime files. */
export function jupyterFolders(): Record<string, string> {
  const folder = join(dirname(environmentFolder), ".cache", "jupyter");
  return {
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    JUPYTER_DATA_DIR: join(folder, "data"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(folder, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"),
    // Of two kernels called `deno`, the environment's.
    JUPYTER_PREFER_ENV_PATH: "1",
  };
}

/** Kernels work in the folder of their notebook, so a relative `FER_DATA` would mean another one. */
function dataFolder(): Record<string, string> {
  const given = Deno.env.get("FER_DATA");
  return given ? { FER_DATA: resolve(dirname(environmentFolder), given) } : {};
}

/**
 * Starts JupyterLab and waits until it answers; an aborted `signal` ends it, whenever it comes.
 *
 * @throws the signal's reason when it comes before JupyterLab answers
 */
export async function startLab(options: LabOptions): Promise<Lab> {
  options.signal?.throwIfAborted();
  const folders = jupyterFolders();
  writePageConfig(folders.JUPYTER_CONFIG_DIR ?? "");
  const port = freePort(options.port);
  const token = crypto.randomUUID().replaceAll("-", "");
  const child = new Deno.Command(environmentPython(environmentFolder), {
    args: [
      "-m",
      "jupyterlab",
      `--ServerApp.root_dir=${options.folder}`,
      `--ServerApp.port=${port}`,
      "--ServerApp.port_retries=0",
      "--ServerApp.ip=127.0.0.1",
      `--ServerApp.open_browser=${options.browser ? "True" : "False"}`,
      "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
      // Jupyter refuses root unless told that it is meant; a container has no other user.
      ...(Deno.build.os !== "windows" && Deno.uid() === 0 ? ["--allow-root"] : []),
    ],
    // Not an argument, which every user of the machine could read.
    env: { ...folders, ...dataFolder(), JUPYTER_TOKEN: token },
    stdin: "inherit",
    stdout: options.log ? "inherit" : "null",
    stderr: options.log ? "inherit" : "null",
  }).spawn();
  const ended = child.status.then(({ code }) => code);
  const lab = {
    url: `http://127.0.0.1:${port}/lab?token=${token}`,
    ended,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
  options.signal?.addEventListener("abort", () => void lab.stop());
  await waitUntilUp(`http://127.0.0.1:${port}/api/status?token=${token}`, lab, options.signal);
  return lab;
}

/** Switches off the question about news, the only thing that would call the network. */
function writePageConfig(configFolder: string): void {
  const folder = join(configFolder, "labconfig");
  mkdirSync(folder, { recursive: true });
  const disabledExtensions = { "@jupyterlab/apputils-extension:announcements": true };
  Deno.writeTextFileSync(
    join(folder, "page_config.json"),
    JSON.stringify({ disabledExtensions }, null, 2) + "\n",
  );
}

/** The wanted port when it is free, else any free one. */
function freePort(wanted: number): number {
  for (const port of [wanted, 0]) {
    try {
      using listener = Deno.listen({ hostname: "127.0.0.1", port });
      return listener.addr.port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
  throw new Error("Cannot start JupyterLab: a port must be free, but none is.");
}

async function waitUntilUp(url: string, lab: Lab, signal?: AbortSignal): Promise<void> {
  let status: number | null = null;
  lab.ended.then((code) => status = code);
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    try {
      const response = await fetch(url);
      await response.body?.cancel();
      if (response.ok) return;
    } catch {
      // Not listening yet.
    }
    if (status !== null) {
      signal?.throwIfAborted();
      throw new Error(`Cannot start JupyterLab: it must stay up, but ended with status ${status}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await lab.stop();
  throw new Error("Cannot start JupyterLab: it must answer within two minutes, but does not.");
}
