/** Checks the types and the style of notebooks' cells. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { cellErrors, cellFindings, cellsModule } from "./cells.ts";
import { parseNotebook } from "./notebook.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * All findings in these notebooks, each a text with its place; empty when there are none.
 *
 * The modules are written to a temporary folder and checked with the project's import map, because
 * the project's own folders are either excluded from checks or watched by people's editors.
 */
export async function checkNotebooks(paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const folder = mkdtempSync(join(tmpdir(), "cells-"));
  try {
    const findings: string[] = [];
    const modules = new Map<string, { path: string; module: ReturnType<typeof cellsModule> }>();
    for (const file of paths) {
      const path = relative(root, file);
      const notebook = parseNotebook(Deno.readTextFileSync(file), path);
      findings.push(...cellFindings(notebook, path));
      const module = cellsModule(notebook);
      const target = join(folder, basename(file, ".ipynb") + ".ts");
      Deno.writeTextFileSync(target, module.source);
      modules.set(pathToFileURL(target).href, { path, module });
    }
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--config", join(root, "deno.json"), ...filePaths(modules)],
      cwd: root,
      env: { NO_COLOR: "1" },
      stdout: "null",
    }).output();
    if (success) return findings;
    const output = new TextDecoder().decode(stderr);
    const errors = cellErrors(output, modules);
    // A failure that is no type error, e.g. an import that does not resolve, must not be lost.
    if (errors.length === 0 && !/TS\d+ \[ERROR\]/.test(output)) errors.push(output.trim());
    return [...findings, ...errors];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function filePaths(modules: ReadonlyMap<string, unknown>): string[] {
  return [...modules.keys()].map((url) => fileURLToPath(url));
}
