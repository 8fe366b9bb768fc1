/**
 * A contact sheet of the results: one page with a small picture of every face, the surest first, to
 * see at a glance what the network makes of a folder. It is drawn from the finished table, so a
 * resumed run has a whole sheet too, and it is a single file without scripts that needs no network.
 */
import sharp from "sharp";
import { parseCsv, plainText } from "lib/records/csv.ts";
import { writeFileAtomic } from "lib/records/atomic.ts";
import { readPicture } from "lib/faces/decode.ts";
import { cut } from "lib/faces/picture.ts";
import { tableColumns } from "./table.ts";
import { PAGE_STYLE } from "./report_style.ts";

/** More faces than this make a page that browsers show slowly: then evenly chosen ones are shown. */
export const MAX_FACES = 5000;
/** Side of a thumbnail in pixels; shown at half of it. */
const THUMBNAIL = 128;

interface Row {
  readonly file: string;
  readonly box: { x: number; y: number; width: number; height: number };
  readonly label: string;
  readonly confidence: number;
}

/**
 * Writes the sheet of the table at `tablePath`.
 *
 * @param update called with the number of faces drawn and to draw
 */
export async function writeReport(
  path: string,
  tablePath: string,
  classes: readonly string[],
  update: (done: number, total: number) => void = () => {},
): Promise<void> {
  const columns = tableColumns(classes);
  const cells = parseCsv(await Deno.readTextFile(tablePath)).slice(1);
  const at = (row: readonly string[], name: string) => row[columns.indexOf(name)]!;
  const failed = cells.filter((row) => at(row, "error") !== "")
    .map((row) => ({ file: plainText(at(row, "file")), error: plainText(at(row, "error")) }));
  const faces = cells.filter((row) => at(row, "error") === "").map((row): Row => ({
    file: plainText(at(row, "file")),
    box: {
      x: Number(at(row, "x")),
      y: Number(at(row, "y")),
      width: Number(at(row, "width")),
      height: Number(at(row, "height")),
    },
    label: at(row, "label"),
    confidence: Number(at(row, "confidence")),
  })).sort((a, b) => b.confidence - a.confidence);
  const shown = evenly(faces, MAX_FACES);
  const thumbnails = await drawThumbnails(shown, (done) => update(done, shown.length));
  const cards = shown.map((row, i) => card(row, thumbnails[i]!));
  await writeFileAtomic(path, page({ cards, classes, total: faces.length, failed }));
}

/** All of them, or `count` of them at equal distances, the first and the last included. */
function evenly<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  const step = (items.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, i) => items[Math.round(i * step)]!);
}

/** A WebP data URL a row, or an empty text where the picture can no longer be read. */
async function drawThumbnails(
  rows: readonly Row[],
  update: (done: number) => void,
): Promise<string[]> {
  const thumbnails = new Array<string>(rows.length).fill("");
  // Each picture is decoded once, however many faces it has.
  const byFile = Map.groupBy(rows.keys(), (i) => rows[i]!.file);
  let done = 0;
  for (const [file, indices] of byFile) {
    const picture = await readPicture(file).catch(() => null);
    for (const i of indices) {
      if (picture) thumbnails[i] = await thumbnail(cut(picture, squared(rows[i]!.box)));
      update(++done);
    }
  }
  return thumbnails;
}

/** The square with the same centre that the box fits into. */
function squared({ x, y, width, height }: Row["box"]): Row["box"] {
  const side = Math.max(width, height);
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, width: side, height: side };
}

async function thumbnail(
  { pixels, width, height }: { pixels: Uint8Array; width: number; height: number },
): Promise<string> {
  const webp = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize(THUMBNAIL, THUMBNAIL, { fit: "cover" }).webp({ quality: 70 }).toBuffer();
  return `data:image/webp;base64,${webp.toString("base64")}`;
}

function card({ file, label, confidence }: Row, thumbnail: string): string {
  const percent = `${(100 * confidence).toFixed(1)} %`;
  const name = escapeHtml(file.split(/[/\\]/).at(-1)!);
  const picture = thumbnail === ""
    ? '<div class="gone">file is gone</div>'
    : `<img src="${thumbnail}" width="64" height="64" alt="" loading="lazy">`;
  return `<li data-label="${escapeHtml(label)}" title="${escapeHtml(file)}">${picture}` +
    `<b>${escapeHtml(label)}</b><meter min="0" max="1" value="${confidence}"></meter>` +
    `<span>${percent}</span><small>${name}</small></li>`;
}

interface Page {
  readonly cards: readonly string[];
  readonly classes: readonly string[];
  readonly total: number;
  readonly failed: readonly { readonly file: string; readonly error: string }[];
}

function page({ cards, classes, total, failed }: Page): string {
  const count = cards.length === total
    ? `${total} faces`
    : `${cards.length} of ${total} faces, chosen evenly from the surest to the least sure`;
  const choices = ["all", ...classes].map((name, i) =>
    `<label><input type="radio" name="label" value="${escapeHtml(name)}"${
      i === 0 ? " checked" : ""
    }>${escapeHtml(name)}</label>`
  ).join("");
  const filters = classes.map((name) => {
    const value = name.replace(/["\\<]/g, "");
    return `body:has(input[value="${value}"]:checked) li:not([data-label="${value}"])` +
      "{display:none}";
  }).join("\n");
  const problems = failed.length === 0 ? "" : `<h2>Not classified: ${failed.length}</h2><table>` +
    failed.map(({ file, error }) =>
      `<tr><td>${escapeHtml(file)}</td><td>${escapeHtml(error)}</td></tr>`
    ).join("\n") + "</table>";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Classified faces</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<style>
${PAGE_STYLE}
${filters}
</style></head><body>
<header><h1>Classified faces</h1><p>${count}, the surest first.</p>
<fieldset><legend>Show</legend>${choices}</fieldset></header>
<ol>
${cards.join("\n")}
</ol>
${problems}
</body></html>
`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
