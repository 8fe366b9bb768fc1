/** The set-up: which wheel, what it says when something is missing, and what an interruption leaves. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kernelFile, kernelSpec, writeKernel } from "../../apps/setup/kernel.ts";
import { pipFailure, removeIncomplete } from "../../apps/setup/python.ts";
import { requirements } from "../../apps/setup/requirements.ts";
import { tensorflowLibraries, tensorflowSystems } from "lib/engine/libraries.ts";

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "setup-"));
}

/** Runs `findPython` with a PATH that holds only these programs, and returns what it says. */
async function findPythonWith(programs: Readonly<Record<string, string>>): Promise<string> {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const source = `import { findPython } from ${
    JSON.stringify(new URL("../../apps/setup/python.ts", import.meta.url).href)
  };
    console.log(await findPython().catch((error) => error.message));`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", source],
    cwd: new URL("../..", import.meta.url),
    env: { PATH: folder },
  }).output();
  rmSync(folder, { recursive: true });
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("requirements() takes the CUDA wheel only when a driver is there or it is asked for", () => {
  const system = tensorflowSystems[`${Deno.build.os}-${Deno.build.arch}`];
  assert(system !== undefined);
  assert.equal(requirements("auto", null).tensorflow, system.wheel);
  assert.equal(requirements("cpu", "/dev/nvidiactl").tensorflow, system.wheel);
  const withDriver = requirements("auto", "/dev/nvidiactl");
  assert.equal(withDriver.tensorflow, system.cudaWheel ?? system.wheel);
  if (system.cudaWheel === null) assert.throws(() => requirements("cuda", null), /no|none/);
  else {
    assert.match(withDriver.reason, /\/dev\/nvidiactl/);
    assert.notEqual(withDriver.hash, requirements("auto", null).hash);
  }
});

Deno.test("tensorflowLibraries() says what to run when the library is missing", () => {
  assert.throws(() => tensorflowLibraries("/nowhere"), /Run `deno task setup`/);
});

Deno.test("findPython() names the missing program, version or module when it finds none", async () => {
  assert.match(await findPythonWith({}), /must be on the PATH as python3, but is not.*apt install/);
  assert.match(await findPythonWith({ python3: "echo 3.8" }), /python3 is 3\.8/);
  assert.match(
    await findPythonWith({ python3: 'case "$2" in *ensurepip*) exit 1;; *) echo 3.11;; esac' }),
    /python3 lacks the module venv.*python3-venv/,
  );
});

Deno.test("findPython() takes another version when python3 is too new", async () => {
  assert.equal(
    await findPythonWith({ python3: "echo 3.99", "python3.12": "echo 3.12" }),
    "python3.12",
  );
});

Deno.test("pipFailure() tells network, disk, missing wheel and the rest apart", () => {
  const noNetwork = "WARNING: Retrying after connection broken by 'NewConnectionError('x')'\n" +
    "ERROR: No matching distribution found for jupyterlab==4.6.6";
  assert.match(pipFailure(noNetwork), /index must be reachable/);
  assert.match(pipFailure("OSError: [Errno 28] No space left on device"), /disk/);
  const noWheel = "ERROR: No matching distribution found for tensorflow-cpu==2.21.0";
  assert.match(pipFailure(noWheel), /must have tensorflow-cpu==2\.21\.0 for this system/);
  assert.match(pipFailure("Collecting a\nERROR: strange\n"), /says: ERROR: strange/);
});

Deno.test("removeIncomplete() removes only packages whose installation was interrupted", () => {
  const folder = temporaryFolder();
  const packages = join(folder, "lib", "python3.11", "site-packages");
  for (const name of ["whole-1.0.dist-info", "half-1.0.dist-info", "~umpy"]) {
    mkdirSync(join(packages, name), { recursive: true });
  }
  writeFileSync(join(packages, "whole-1.0.dist-info", "RECORD"), "");
  assert.deepEqual(removeIncomplete(folder).toSorted(), ["half-1.0.dist-info", "~umpy"]);
  assert(existsSync(join(packages, "whole-1.0.dist-info")));
  rmSync(folder, { recursive: true });
});

Deno.test("writeKernel() writes once, and again when Deno moved", () => {
  const folder = temporaryFolder();
  assert.equal(writeKernel(folder, "/a/deno"), true);
  assert.equal(writeKernel(folder, "/a/deno"), false);
  assert.equal(writeKernel(folder, "/b/deno"), true);
  assert.equal(Deno.readTextFileSync(kernelFile(folder)), kernelSpec("/b/deno"));
  assert.equal(JSON.parse(kernelSpec("/b/deno")).argv[0], "/b/deno");
  rmSync(folder, { recursive: true });
});
