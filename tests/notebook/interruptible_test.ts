/** Stop: heard while the work runs, and by nobody afterwards. */
import assert from "node:assert/strict";

/** Runs a script, sends it SIGINT at each line `ready`, and returns its status and its output. */
async function interrupt(script: string): Promise<{ status: Deno.CommandStatus; lines: string[] }> {
  const source = `import { interruptible } from "lib/notebook/interruptible.ts";\n${script}`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", source],
    cwd: new URL("../..", import.meta.url),
    stdout: "piped",
  }).spawn();
  const lines: string[] = [];
  let rest = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      lines.push(line);
      if (line === "ready") child.kill("SIGINT");
    }
  }
  return { status: await child.status, lines };
}

const work = `
  const state = { steps: 0 };
  const train = () => interruptible(async (signal) => {
    console.log("ready");
    while (!signal.aborted) {
      state.steps++;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });`;

Deno.test("interruptible() stops the work and keeps the process and its state when interrupted", async () => {
  const { status, lines } = await interrupt(`${work}
    await train();
    const first = state.steps;
    await train();
    console.log(first > 0 && state.steps > first ? "went on" : "lost");`);
  assert.deepEqual(lines, ["ready", "ready", "went on"]);
  assert.equal(status.code, 0);
});

Deno.test("interruptible() listens no more when the work has ended", async () => {
  const { status } = await interrupt(`
    await interruptible(() => Promise.resolve(1));
    console.log("ready");
    await new Promise((resolve) => setTimeout(resolve, 20_000));`);
  assert.equal(status.signal, "SIGINT");
});
