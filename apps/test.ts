/**
 * `deno task test`: sets up what is missing, runs all tests and the examples of the documentation,
 * and ends with one plain line, `N passed, N failed, N skipped`.
 */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineCommand, runCommand } from "./cli.ts";
import { ensureSetup } from "./setup.ts";
import { parseJunit } from "./test/junit.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** More at once would cost memory, about 1 GB for each that trains, and gain little. */
const mostJobs = 2;

const command = defineCommand({
  name: "test",
  summary: "Runs all tests, or those in the given files and folders.",
  positionals: [{ name: "PATH", help: "test files or folders", optional: true, rest: true }],
  options: {
    filter: { type: "string", value: "TEXT", help: "only tests whose name contains this" },
    jobs: {
      type: "integer",
      value: "N",
      help: `test files run at once (default ${mostJobs}, or 1 on one core)`,
    },
  },
  json: "the counts and the names of failed and skipped tests",
  notes: "Real data sets are looked for in FER_DATA (default data/); tests that need one are " +
    "skipped without.",
  async run({ options, positionals, say, print }) {
    await ensureSetup({ say });
    const report = join(root, ".cache", `tests-${Deno.pid}.xml`);
    mkdirSync(join(root, ".cache"), { recursive: true });
    const data = resolve(root, Deno.env.get("FER_DATA") ?? "data");
    const jobs = options.jobs ?? Math.min(mostJobs, availableParallelism());
    const what = positionals.length > 0 ? positionals : ["--doc", "tests", "lib"];
    const filter = options.filter === undefined ? [] : ["--filter", options.filter];
    const args = ["test", "-A", "--no-check", "--permit-no-files", `--junit-path=${report}`];
    const child = new Deno.Command(Deno.execPath(), {
      args: [...args, ...(jobs > 1 ? ["--parallel"] : []), ...filter, ...what],
      cwd: positionals.length > 0 ? Deno.cwd() : root,
      env: { FER_DATA: data, DENO_JOBS: String(jobs) },
      stdin: "null",
      stdout: "piped",
    }).spawn();
    // Stdout is for the last line or JSON, so the reporter's lines go to stderr.
    await child.stdout.pipeTo(Deno.stderr.writable, { preventClose: true });
    const { code } = await child.status;
    if (!existsSync(report)) {
      throw new Error(
        `Cannot count the tests: the run must end, but broke off with status ${code}.`,
      );
    }
    const counted = parseJunit(Deno.readTextFileSync(report));
    rmSync(report);
    // An error outside any test, e.g. a module that throws, is missing in the report.
    const outside = code !== 0 && counted.failed.length === 0;
    const failed = outside ? ["an error outside any test, see above"] : counted.failed;
    // The report calls tests skipped that the filter left out.
    const skipped = counted.skipped.filter((name) => name.includes(options.filter ?? ""));
    for (const name of skipped) say(`skipped: ${name}`);
    for (const name of failed) say(`failed: ${name}`);
    print(
      { passed: counted.passed, failed, skipped },
      `${counted.passed} passed, ${failed.length} failed, ${skipped.length} skipped`,
    );
    if (code !== 0) Deno.exit(1);
  },
});

if (import.meta.main) await runCommand(command);
