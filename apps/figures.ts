/**
 * `deno task figures`: draws every figure and table anew from the recorded runs, as SVG and PNG,
 * with the gallery and the README's tables. Needs no data set and no TensorFlow. With `--check` it
 * writes nothing and fails where a committed file differs, so a figure cannot outlive its run.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  CATALOGUE,
  type CatalogueEntry,
  entrySvg,
  type FigureSources,
} from "lib/figures/catalogue.ts";
import { toPng } from "lib/figures/png.ts";
import { tableMarkdown } from "lib/figures/table.ts";
import { createNetwork, NETWORK_NAMES } from "lib/models/networks.ts";
import { writeFileAtomic } from "lib/records/atomic.ts";
import { networkFigure } from "lib/figures/network_figure.ts";
import { readStudy, studyPath } from "lib/records/explanation_study.ts";
import { readReportCurves } from "lib/records/report_curves.ts";
import { listRuns, readRun } from "lib/records/store.ts";
import { defineCommand, Interrupted, runCommand } from "./cli.ts";
import { samePicture } from "./figures/compare.ts";
import { findCells, galleryText } from "./figures/gallery.ts";
import { fillTables } from "./figures/tables.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

const command = defineCommand({
  name: "figures",
  summary: "Draws all figures and tables from the recorded runs, as SVG and PNG.",
  options: {
    results: {
      type: "string",
      value: "DIR",
      help: "the recorded runs, if not experiments/results",
    },
    out: { type: "string", value: "DIR", help: "where the figures go, if not figures" },
    only: { type: "string", value: "NAME", help: "only figures whose name starts with this" },
    check: { type: "boolean", help: "write nothing; fail where a file would change" },
  },
  json: "the figures drawn, those left out with the reason, and the files that differ",
  graceful: true,
  async run({ options, say, print, signal }) {
    const out = options.out ?? join(root, "figures");
    const sources = await readSources(options.results ?? join(root, "experiments/results"), say);
    const files = new Map<string, string | Uint8Array>();
    const tables = new Map<string, string>();
    const drawn: CatalogueEntry[] = [];
    const left: { name: string; needs: string }[] = [];
    const entries = CATALOGUE.filter(({ name }) => name.startsWith(options.only ?? ""));
    if (entries.length === 0) {
      throw new Error(`Cannot draw ${options.only}: a figure's name must start so, but none does.`);
    }
    for (const entry of entries) {
      if (signal.aborted) throw new Interrupted();
      const made = entry.make(sources);
      if (made === null) {
        left.push({ name: entry.name, needs: entry.needs });
        say(`${entry.name} is left out: it needs ${entry.needs}.`);
        continue;
      }
      drawn.push(entry);
      const svg = entrySvg(made);
      files.set(join(out, `${entry.name}.svg`), svg);
      files.set(join(out, `${entry.name}.png`), toPng(svg));
      if (typeof made !== "string") tables.set(entry.name, tableMarkdown(made));
      await new Promise((resolve) => setTimeout(resolve)); // Lets Ctrl-C through.
    }
    if (options.only === undefined) {
      // A call of what draws every network does not tell which.
      const cells = ({ functionName }: CatalogueEntry) =>
        functionName === networkFigure.name ? [] : findCells(join(root, "notebooks"), functionName);
      files.set(join(out, "README.md"), galleryText(drawn, cells));
      if (options.out === undefined) {
        const readme = join(root, "README.md");
        const known = CATALOGUE.map(({ name }) => name);
        files.set(readme, fillTables(await Deno.readTextFile(readme), tables, known));
      }
    }
    const differing = await changed(files);
    if (options.check && differing.length > 0) {
      throw new Error(
        `The figures must be those of the recorded runs, but these differ: ` +
          `${differing.map((path) => path.replace(root, "")).join(", ")}. Run deno task figures.`,
      );
    }
    for (const path of differing) await writeFileAtomic(path, files.get(path)!);
    print(
      { drawn: drawn.map(({ name }) => name), leftOut: left, written: differing },
      `${drawn.length} figures, ${left.length} left out, ${differing.length} files ` +
        (options.check ? "differ." : "written."),
    );
  },
});

async function readSources(results: string, say: (line: string) => void): Promise<FigureSources> {
  const entries = await listRuns(results);
  for (const { problem, state, path } of entries) {
    if (problem !== null) say(problem);
    if (state === "unfinished") say(`${path} is not finished and is left out.`);
  }
  const finished = entries.filter(({ state }) => state === "finished");
  const studies = await Promise.all(
    finished.map(({ experiment, name }) => readStudy(studyPath(results, `${experiment}/${name}`))),
  );
  return {
    runs: await Promise.all(finished.map(({ path }) => readRun(path))),
    studies: studies.filter((study) => study !== null),
    networks: NETWORK_NAMES.map((name) =>
      createNetwork(name, { classes: 6, pooling: "average", size: 64 }).describe(64)
    ),
    reportCurves: await readReportCurves(),
  };
}

/** The files whose content on the disk is another, or which are not there. */
async function changed(files: ReadonlyMap<string, string | Uint8Array>): Promise<string[]> {
  const paths: string[] = [];
  for (const [path, content] of files) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const old = await Deno.readFile(path).catch((error) => {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    });
    if (old === null) paths.push(path);
    else if (path.endsWith(".png") ? !await samePicture(old, bytes) : !sameBytes(old, bytes)) {
      paths.push(path);
    }
  }
  return paths;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

if (import.meta.main) await runCommand(command);
