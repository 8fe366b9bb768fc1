import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { samePicture } from "../../apps/figures/compare.ts";
import { findCells, galleryText } from "../../apps/figures/gallery.ts";
import { fillTables } from "../../apps/figures/tables.ts";
import { CATALOGUE } from "../../lib/figures/catalogue.ts";
import {
  runFolder,
  writeConfig,
  writeLog,
  writePredictions,
  writeSummary,
} from "../../lib/records/store.ts";
import { CLASSES, syntheticRun } from "../helpers/synthetic_run.ts";

const app = fileURLToPath(new URL("../../apps/figures.ts", import.meta.url));

async function figures(...args: string[]) {
  const output = await new Deno.Command(Deno.execPath(), { args: ["run", "-A", app, ...args] })
    .output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code: output.code, stdout: decode(output.stdout), stderr: decode(output.stderr) };
}

Deno.test("deno task figures draws from recorded runs, checks, and names what is left out", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [results, out] = [`${folder}/results`, `${folder}/figures`];
    const data = { ...syntheticRun().config.data, dataset: "ferplus" as const };
    const run = syntheticRun({ config: { data, budget: "short" } });
    const path = runFolder(results, run.config);
    await writeConfig(path, run.config);
    await writeLog(path, run.log);
    const args = ["--results", results, "--out", out];

    const before = await figures(...args, "--json");
    assert.equal(before.code, 0, before.stderr);
    assert.match(before.stderr, /short-seed1 is not finished and is left out/);
    assert.match(
      before.stderr,
      /fig5_confusion is left out: it needs a run of residual-SE on FER\+/,
    );
    const first = JSON.parse(before.stdout) as { drawn: string[]; written: string[] };
    assert.ok(first.drawn.includes("fig1_feature_extraction"));

    await writePredictions(path, run.predictions, CLASSES);
    await writeSummary(path, run.summary);
    assert.equal((await figures(...args, "--check")).code, 1, "a new figure must be noticed");
    const after = await figures(...args, "--json");
    const second = JSON.parse(after.stdout) as { drawn: string[]; written: string[] };
    assert.ok(second.drawn.includes("fig5_confusion"));
    assert.ok(!second.written.some((file) => file.includes("fig1")), "what is the same stays");
    const names = [...Deno.readDirSync(out)].map(({ name }) => name).sort();
    const expected = second.drawn.flatMap((name) => [`${name}.png`, `${name}.svg`]);
    assert.deepEqual(names, [...expected, "README.md"].sort());

    assert.equal((await figures(...args, "--check")).code, 0);
    await Deno.writeTextFile(`${out}/fig5_confusion.svg`, "<svg/>");
    const differs = await figures(...args, "--check");
    assert.equal(differs.code, 1);
    assert.match(
      differs.stderr,
      /these differ: .*fig5_confusion\.svg\. Run deno task figures\.\n$/,
    );
    assert.equal(await Deno.readTextFile(`${out}/fig5_confusion.svg`), "<svg/>");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task figures refuses a name that no figure has, and an unknown option", async () => {
  const { code, stderr } = await figures("--only", "fig99");
  assert.equal(code, 1);
  assert.match(stderr, /^Cannot draw fig99: a figure's name must start so, but none does\.\n$/);
  assert.equal((await figures("--bogus")).code, 2);
});

Deno.test("fillTables() fills marked places and keeps what is not there yet", () => {
  const text = [
    "# Head",
    "<!-- table:a -->old<!-- /table:a -->",
    "middle",
    "<!-- table:b -->",
    "stays",
    "<!-- /table:b -->",
    "end",
  ].join("\n");
  const filled = fillTables(text, new Map([["a", "| new |\n"]]), ["a", "b"]);
  assert.equal(filled, text.replace("-->old<", "-->\n\n| new |\n\n<"));
  assert.equal(fillTables(filled, new Map([["a", "| new |\n"]]), ["a", "b"]), filled);
  assert.equal(fillTables("no marks", new Map(), []), "no marks");
});

Deno.test("fillTables() throws when a mark names no table or has no end", () => {
  const known = ["a"];
  assert.throws(
    () => fillTables("<!-- table:b --><!-- /table:b -->", new Map(), known),
    /b is marked/,
  );
  const cut = "<!-- table:a -->\n<!-- table:a --><!-- /table:a -->";
  assert.throws(() => fillTables(cut, new Map(), known), /<!-- \/table:a --> must follow/);
});

Deno.test("findCells() finds the first calling cell of each notebook", async () => {
  const folder = await Deno.makeTempDir();
  const notebook = (...sources: string[]) =>
    JSON.stringify({
      cells: [
        { cell_type: "markdown", source: "draw(" },
        ...sources.map((source) => ({ cell_type: "code", source: [source] })),
      ],
    });
  await Deno.writeTextFile(`${folder}/02.ipynb`, notebook("x", "figure(draw(run))", "draw(run)"));
  await Deno.writeTextFile(`${folder}/01.ipynb`, notebook("redraw(run)"));
  assert.deepEqual(findCells(folder, "draw"), [{ notebook: "02.ipynb", cell: 2 }]);
  assert.deepEqual(findCells(`${folder}/none`, "draw"), []);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("galleryText() shows each figure with its function and cell", () => {
  const [entry] = CATALOGUE;
  const text = galleryText([entry!], () => [{ notebook: "06_evaluation.ipynb", cell: 4 }]);
  assert.match(text, new RegExp(`!\\[.*\\]\\(${entry!.name}\\.svg\\)`));
  assert.match(text, new RegExp(`\`${entry!.functionName}\` in \\[lib/figures/${entry!.file}\\]`));
  assert.match(text, /\[06_evaluation\]\(\.\.\/notebooks\/06_evaluation\.ipynb\), code cell 4/);
});

Deno.test("samePicture() allows a difference of one, not of two, and no other size", async () => {
  const picture = async (value: number, width = 8) =>
    new Uint8Array(
      await sharp(new Uint8Array(width * 8 * 3).fill(value), {
        raw: { width, height: 8, channels: 3 },
      }).png().toBuffer(),
    );
  assert.equal(await samePicture(await picture(100), await picture(101)), true);
  assert.equal(await samePicture(await picture(100), await picture(102)), false);
  assert.equal(await samePicture(await picture(100), await picture(100, 9)), false);
  assert.equal(await samePicture(new Uint8Array([1, 2]), await picture(100)), false);
});
