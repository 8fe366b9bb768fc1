import assert from "node:assert/strict";
import { task } from "../../lib/notebook/task.ts";

Deno.test("task() gives what a command prints, and its last words when it fails", async () => {
  const summary = JSON.parse(await task("summary", "residual-se", "--json"));
  assert.equal(summary.parameters, 10018078);
  await assert.rejects(task("summary", "nothing"), /Cannot run deno task summary: .*nothing/);
});
