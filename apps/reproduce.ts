/**
 * `deno task reproduce`: runs all notebooks from the first to the last cell, draws all figures, and
 * sets the report's numbers beside ours. The committed notebooks change when all of it has worked.
 */
import { mkdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findSources } from "lib/data/locate.ts";
import { tableMarkdown } from "lib/figures/table.ts";
import { readRuns } from "lib/records/store.ts";
import { defineCommand, Interrupted, runCommand } from "./cli.ts";
import { cleanNotebook } from "./notebooks/clean.ts";
import { executeNotebook } from "./notebooks/execute.ts";
import { outputFindings } from "./notebooks/expect.ts";
import { notebookFiles, notebookText } from "./notebooks/notebook.ts";
import { replaceFiles } from "./reproduce/replace.ts";
import { resultsTable } from "./reproduce/results.ts";
import { ensureSetup } from "./setup.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

const command = defineCommand({
  name: "reproduce",
  summary: "Runs all notebooks and draws all figures; without a data set, from recorded runs.",
  options: {
    only: { type: "string", value: "NAME", help: "only notebooks whose name starts with this" },
  },
  json: "the notebooks with their seconds, and the recorded runs beside the report",
  graceful: true,
  async run({ options, say, print, signal }) {
    await ensureSetup({ say });
    const data = resolve(root, Deno.env.get("FER_DATA") || "data");
    say(await whatIsThere(data));
    const files = notebookFiles(join(root, "notebooks"))
      .filter((file) => basename(file).startsWith(options.only ?? ""));
    if (files.length === 0) {
      throw new Error(`Cannot reproduce: a notebook must start with "${options.only}", none does.`);
    }
    const copies = join(root, ".cache", "reproduce");
    mkdirSync(copies, { recursive: true });
    const texts = new Map<string, string>();
    const timings: { notebook: string; seconds: number }[] = [];
    for (const file of files) {
      const name = basename(file);
      const begun = performance.now();
      const executed = await executeNotebook(file, {
        target: join(copies, name),
        env: { FER_DATA: data },
        signal,
        onCell: (cell, of, seconds) => say(`${name}: cell ${cell} of ${of}, ${seconds} s`),
      });
      const findings = outputFindings(executed, `notebooks/${name}`);
      if (findings.length > 0) throw new Error(`Cannot reproduce: ${findings.join(" ")}`);
      texts.set(file, notebookText(cleanNotebook(executed, root)));
      timings.push({ notebook: name, seconds: Math.round((performance.now() - begun) / 100) / 10 });
    }
    if (options.only === undefined) await drawFigures(signal);
    const table = resultsTable(await readRuns(join(root, "experiments", "results")));
    const markdown = table.rows.length > 0 ? tableMarkdown(table) : "No run is recorded yet.";
    if (signal.aborted) throw new Interrupted();
    replaceFiles(texts);
    print({ notebooks: timings, results: table.rows }, markdown);
  },
});

async function whatIsThere(folder: string): Promise<string> {
  const sources = await findSources(folder);
  if (sources.fer2013 !== null || sources.rafDb !== null) return `Data sets are in ${folder}.`;
  return `No data set is in ${folder}: everything is computed from the recorded runs, and ` +
    "training is shown on drawn faces. `deno task data` says where to get the data sets.";
}

/** Runs `deno task figures`, whose messages are passed on. */
async function drawFigures(signal: AbortSignal): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(root, "apps", "figures.ts")],
    cwd: root,
    stdout: "null",
    stderr: "inherit",
    signal,
  }).output();
  if (signal.aborted) throw new Interrupted();
  if (!success) {
    throw new Error("Cannot reproduce: the figures must be drawn, but failed, see above.");
  }
}

if (import.meta.main) await runCommand(command);
