/** What shows only in a process of its own: how it ends, and what it holds on to. */
import assert from "node:assert/strict";
import type { Held } from "./programs/training.ts";

async function run(program: string, ...args: string[]) {
  const path = new URL(`programs/${program}`, import.meta.url).pathname;
  const { code, signal, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", path, ...args],
    stdout: "piped",
    stderr: "piped",
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, signal, out: out!, err: err! };
}

Deno.test("a process that used TensorFlow ends with its own exit status", async () => {
  for (const [ending, expected] of [["end", 0], ["throw", 1], ["exit", 7]] as const) {
    const { code, signal, err } = await run("training.ts", "2", ending);
    assert.deepEqual({ code, signal }, { code: expected, signal: null }, `${ending}: ${err}`);
  }
});

Deno.test("a process outlives a worker that used TensorFlow", async () => {
  const { code, signal, out, err } = await run("in_worker.ts");
  assert.deepEqual({ code, signal, out }, { code: 0, signal: null, out: "7\n" }, err);
});

Deno.test("200 steps hold on to no handle, no tensor and no memory", async () => {
  const { code, out, err } = await run("training.ts", "200", "end");
  assert.equal(code, 0, err);
  const held: Held[] = JSON.parse(out);
  assert.equal(held.length, 200);
  const first = held[0]!;
  for (const [t, { handles, tensors }] of held.entries()) {
    assert.deepEqual(
      { handles, tensors },
      { handles: first.handles, tensors: first.tensors },
      `${t}`,
    );
  }
  // Both batch sizes are recorded and the heaps have grown by step 50; then only noise is left.
  const most = (from: number, to: number) =>
    Math.max(...held.slice(from, to).map(({ bytes }) => bytes)) / 2 ** 20;
  const grown = most(150, 200) - most(50, 100);
  assert(grown < 16, `memory grew by ${grown.toFixed(1)} MiB in 100 steps`);
});
