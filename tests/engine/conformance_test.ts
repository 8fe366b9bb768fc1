/**
 * tfjs-core's own specs as the judge of the engine: every one of them passes on TensorFlow, or fails
 * for a reason that is written down.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { buildConformance } from "../conformance/build.ts";
import { exclusions, pending } from "../conformance/exclusions.ts";

interface SpecResult {
  readonly name: string;
  readonly status: "passed" | "failed" | "pending";
  readonly message: string;
}

async function runSpecs(): Promise<SpecResult[]> {
  const bundle = await buildConformance();
  const folder = await Deno.makeTempDir();
  try {
    const results = join(folder, "results.json");
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-config", "--no-lock", bundle, results],
      stdout: "null",
      stderr: "piped",
    }).output();
    assert.equal(
      code,
      0,
      `the specs ended early: ${new TextDecoder().decode(stderr).slice(-2000)}`,
    );
    return JSON.parse(await Deno.readTextFile(results));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openTensorflow() passes tfjs-core's 4,225 specs but for the listed exclusions", async () => {
  const results = await runSpecs();
  const named = (status: string) => results.filter((result) => result.status === status);
  assert.deepEqual(named("pending").map(({ name }) => name).sort(), pending);
  assert.equal(results.length - pending.length, 4225, "number of specs");

  const matches = named("failed").map((result) =>
    exclusions.find(({ name, message }) => name.test(result.name) && message.test(result.message))
  );
  const unexpected = named("failed").filter((_, i) => matches[i] === undefined);
  assert.deepEqual(unexpected, [], "specs that fail for no listed reason");
  const counts = exclusions.map((exclusion) => ({
    reason: `${exclusion.message}: ${exclusion.reason}`,
    count: matches.filter((match) => match === exclusion).length,
  }));
  const expected = exclusions.map(({ message, reason, count }) => ({
    reason: `${message}: ${reason}`,
    count,
  }));
  assert.deepEqual(counts, expected, "number of specs that each reason takes");
});
