/**
 * The project's own Deno kernel: a kernel spec inside the environment, found by that environment's
 * JupyterLab, so that nothing is written to the user's home. It is called `deno`, as Deno's own
 * installer calls it, so that the notebooks open with anyone's Deno kernel as well.
 */
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";

/** Path of the kernel spec in `environment`. */
export function kernelFile(environment: string): string {
  return join(environment, "share", "jupyter", "kernels", "deno", "kernel.json");
}

/** The kernel spec for the Deno at this path. */
export function kernelSpec(deno: string): string {
  const spec = {
    argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
  };
  return JSON.stringify(spec, null, 2) + "\n";
}

/** Writes the kernel spec unless it is there already; true when it wrote. */
export function writeKernel(environment: string, deno: string = Deno.execPath()): boolean {
  const file = kernelFile(environment);
  const text = kernelSpec(deno);
  if (existsSync(file) && Deno.readTextFileSync(file) === text) return false;
  mkdirSync(dirname(file), { recursive: true });
  Deno.writeTextFileSync(`${file}.tmp`, text);
  renameSync(`${file}.tmp`, file);
  return true;
}
