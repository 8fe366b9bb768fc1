/** What a run leaves behind when its process is killed, or the disk is full. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import {
  checkpointPath,
  type Progress,
  readCheckpoint,
  removeLeftovers,
} from "../../lib/train/checkpoint.ts";
import { outcome, trainTiny } from "../helpers/tiny_run.ts";

const CHILD = fileURLToPath(new URL("../helpers/tiny_run_child.ts", import.meta.url));
const root = Deno.makeTempDirSync({ prefix: "interrupted-" });
globalThis.addEventListener("unload", () => Deno.removeSync(root, { recursive: true }));

function startChild(folder: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", CHILD, folder],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

/** Where the run in a folder stands; null before its first checkpoint. */
async function progressOf(folder: string): Promise<Progress | null> {
  return (await readCheckpoint(checkpointPath(`${folder}/cache`)))?.progress ?? null;
}

/** Waits until the process has said a line, or ends. */
async function firstStep(child: Deno.ChildProcess): Promise<void> {
  const reader = child.stdout.getReader();
  let text = "";
  while (!text.includes("step")) {
    const { value, done } = await reader.read();
    if (done) break;
    text += new TextDecoder().decode(value);
  }
  reader.releaseLock();
}

Deno.test("train() ends in the same bits when its process was killed at random moments", async () => {
  const whole = `${root}/whole`, killed = `${root}/killed`;
  // Not in this process: test files share it, and with it TensorFlow's threads, whose number the
  // first of them decides; another number gives other bits.
  const undisturbed = startChild(whole);
  await undisturbed.stdout.cancel();
  await undisturbed.status;
  const reached: number[] = [];
  for (let kill = 0; kill < 3; kill++) {
    const child = startChild(killed);
    await firstStep(child);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 800));
    try {
      child.kill("SIGKILL");
    } catch {
      // It was quicker and has ended.
    }
    await child.stdout.cancel();
    await child.status;
    reached.push((await progressOf(killed))?.steps ?? 0);
  }
  const last = startChild(killed);
  await last.stdout.cancel();
  await last.status;
  const told = `killed after steps ${reached.join(", ")}`;
  assert.deepEqual(await outcome(killed), await outcome(whole), told);
});

Deno.test("train() leaves the old checkpoint readable when it is killed while it writes a new one", async () => {
  const folder = `${root}/writing`;
  const cache = `${folder}/cache`;
  const child = startChild(folder);
  // The first checkpoint is there and a second one is being written.
  const names = () => [...Deno.readDirSync(cache)].map(({ name }) => name);
  while (true) {
    try {
      const found = names();
      const writing = found.some((name) => /^checkpoint.*\.tmp$/.test(name));
      if (writing && found.includes("checkpoint.safetensors")) break;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  child.kill("SIGKILL");
  await child.stdout.cancel();
  await child.status;
  assert.ok((await progressOf(folder))!.steps >= 1);
  await removeLeftovers(cache);
  assert.deepEqual(names().filter((name) => name.endsWith(".tmp")), []);
});

Deno.test("train() fails with one line and keeps the old checkpoint when it cannot be written", async () => {
  const folder = `${root}/full`;
  const abort = new AbortController();
  abort.abort();
  await trainTiny(folder, { signal: abort.signal });
  const before = await Deno.readFile(checkpointPath(`${folder}/cache`));
  // A limit on the size of files fails in the middle of a write, as a full disk does.
  const limited = `trap '' XFSZ; ulimit -f 40000; exec "$0" run -A "$1" "$2"`;
  const { code, stderr } = await new Deno.Command("bash", {
    args: ["-c", limited, Deno.execPath(), CHILD, folder],
    stdin: "null",
  }).output();
  const lines = new TextDecoder().decode(stderr).trim().split("\n");
  assert.equal(code, 1);
  assert.match(lines.at(-1)!, /^Cannot write .*checkpoint\.safetensors: .*too large/i);
  assert.deepEqual(await Deno.readFile(checkpointPath(`${folder}/cache`)), before);
  assert.equal((await progressOf(folder))!.steps, 0);
});
