/**
 * `deno task check`: the project's gate beside the tests. Formatter, linter, types of all modules,
 * types and style of the notebooks' cells. (Examples in documentation run as tests.)
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineCommand, runCommand } from "./cli.ts";
import { checkNotebooks } from "./notebooks/check.ts";
import { notebookFiles } from "./notebooks/notebook.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Every folder that holds modules. */
const sources = ["lib", "apps", "experiments", "tests"].filter((name) => hasModules(name));

function hasModules(folder: string): boolean {
  if (!existsSync(join(root, folder))) return false;
  return [...Deno.readDirSync(join(root, folder))].some((entry) =>
    entry.isDirectory ? hasModules(join(folder, entry.name)) : /\.tsx?$/.test(entry.name)
  );
}

const steps: readonly { readonly title: string; readonly args: readonly string[] }[] = [
  { title: "format", args: ["fmt", "--check"] },
  { title: "lint", args: ["lint", "--quiet"] },
  { title: "types", args: ["check", "--quiet", ...sources] },
];

const command = defineCommand({
  name: "check",
  summary: "Checks formatting, lint and types, of modules and of the notebooks' cells.",
  json: "each step with whether it passed",
  async run({ say, print }) {
    const results: { step: string; passed: boolean }[] = [];
    for (const { title, args } of steps) {
      const { success } = await new Deno.Command(Deno.execPath(), {
        args: [...args],
        cwd: root,
        stdout: "null",
      }).output().then((output) => {
        if (!output.success) Deno.stderr.writeSync(output.stderr);
        return output;
      });
      say(`${title}: ${success ? "passed" : "failed"}`);
      results.push({ step: title, passed: success });
    }
    const findings = await checkNotebooks(notebookFiles(join(root, "notebooks")));
    for (const finding of findings) say(`\n${finding}`);
    say(`notebooks: ${findings.length === 0 ? "passed" : `${findings.length} failed`}`);
    results.push({ step: "notebooks", passed: findings.length === 0 });
    const failed = results.filter((result) => !result.passed).map((result) => result.step);
    print(results, failed.length === 0 ? "All checks passed." : "");
    if (failed.length > 0) {
      throw new Error(`Cannot pass: ${failed.join(", ")} must be clean, but has the errors above.`);
    }
  },
});

if (import.meta.main) await runCommand(command);
