/** Runs a notebook headless in the project's own Deno kernel; `execute.py` does the talking. */
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentFolder } from "lib/engine/libraries.ts";
import { jupyterFolders } from "../lab/server.ts";
import { environmentPython } from "../setup/requirements.ts";
import { type Notebook, parseNotebook } from "./notebook.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const script = fileURLToPath(new URL("./execute.py", import.meta.url));

export interface ExecuteOptions {
  /** Where the executed copy goes, also when a cell fails. */
  readonly target: string;
  /** Variables the kernel gets besides the process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the kernel when aborted. */
  readonly signal?: AbortSignal;
  /** Called after each code cell. */
  readonly onCell?: (cell: number, of: number, seconds: number) => void;
}

interface Message {
  readonly cell: number;
  readonly of?: number;
  readonly seconds?: number;
  readonly error?: string;
}

/**
 * Executes `source` from its first to its last cell and returns the executed copy.
 *
 * The kernel works in the project's `notebooks/`, so that its `deno.json` holds. Throws when a cell
 * throws or the kernel dies, naming notebook and cell.
 */
export async function executeNotebook(source: string, options: ExecuteOptions): Promise<Notebook> {
  const name = relative(root, source);
  const child = new Deno.Command(environmentPython(environmentFolder), {
    args: [script, source, options.target, join(root, "notebooks")],
    env: {
      ...options.env,
      ...jupyterFolders(),
      PYTHONDONTWRITEBYTECODE: "1",
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }).spawn();
  const errors = new Response(child.stderr).text();
  let failure: Message | null = null;
  let rest = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      if (message.error !== undefined) failure = message;
      else options.onCell?.(message.cell, message.of ?? 0, message.seconds ?? 0);
    }
  }
  const { success } = await child.status;
  options.signal?.throwIfAborted();
  if (failure !== null) {
    throw new Error(`Cannot run ${name}: code cell ${failure.cell} failed: ${failure.error}`);
  }
  if (!success) {
    const words = (await errors).trim().split("\n").at(-1) ?? "";
    throw new Error(`Cannot run ${name}: Jupyter's client must succeed, but says: ${words}`);
  }
  return parseNotebook(await Deno.readTextFile(options.target), dirname(name));
}
