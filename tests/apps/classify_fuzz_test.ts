/**
 * Damaged pictures through the whole program: whatever bytes a file has, it becomes one row, and the
 * run goes on. The damage is drawn from a fixed seed, so that a failure can be found again.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { classifyFolder } from "../../apps/classify/run.ts";
import { tableColumns } from "../../apps/classify/table.ts";
import { parseCsv, plainText } from "../../lib/records/csv.ts";
import { FAKE_CLASSES, fakeClassifier, redDetector } from "../helpers/faces.ts";
import { withFolder } from "../helpers/pictures.ts";

const FILES = 1200;

/** Whole numbers from 0 to below `n`, the same ones each time. */
function random(seed: number): (n: number) => number {
  let state = seed;
  return (n) => (state = (state * 48271) % 2147483647) % n;
}

async function originals(): Promise<Uint8Array[]> {
  const picture = (width: number, height: number) =>
    sharp({
      create: {
        width,
        height,
        channels: 3,
        background: "#808080",
        noise: { type: "gaussian", mean: 128, sigma: 40 },
      },
    });
  const small = picture(48, 48), wide = picture(90, 75);
  return await Promise.all([
    small.clone().jpeg().toBuffer(),
    small.clone().grayscale().jpeg({ progressive: true }).toBuffer(),
    wide.clone().withMetadata({ orientation: 8 }).jpeg().toBuffer(),
    small.clone().png().toBuffer(),
    wide.clone().ensureAlpha(0.5).png({ palette: true }).toBuffer(),
    small.clone().toColourspace("rgb16").png().toBuffer(),
    small.clone().webp().toBuffer(),
    wide.clone().ensureAlpha(0.5).webp({ lossless: true }).toBuffer(),
    small.clone().gif().toBuffer(),
  ]);
}

/** The picture with one to twenty changes: bytes, cuts, repeats, zeroes, runs of a foreign file. */
function damage(bytes: Uint8Array, others: Uint8Array[], draw: (n: number) => number): Uint8Array {
  let out = [...bytes];
  const changes = 1 + draw(draw(2) === 0 ? 3 : 20);
  for (let i = 0; i < changes; i++) {
    // Half of the changes hit the head, where sizes and tables are.
    const at = draw(draw(2) === 0 ? Math.min(64, out.length) : out.length) || 0;
    switch (draw(6)) {
      case 0:
        out[at] = draw(256);
        break;
      case 1:
        out[at] = [0, 1, 127, 128, 255][draw(5)]!;
        break;
      case 2:
        out = out.slice(0, Math.max(1, at));
        break;
      case 3:
        out.splice(at, 0, ...out.slice(at, at + draw(64)));
        break;
      case 4:
        out.splice(at, draw(32));
        if (out.length === 0) out.push(0);
        break;
      case 5: {
        const other = others[draw(others.length)]!;
        out.splice(at, draw(16), ...other.subarray(draw(other.length), other.length).slice(0, 32));
      }
    }
  }
  return Uint8Array.from(out);
}

Deno.test(`classifyFolder() makes one row of each of ${FILES} damaged files`, async () => {
  await withFolder(async (folder) => {
    const sources = await originals();
    const draw = random(20_260_101);
    const files: string[] = [];
    for (let i = 0; i < FILES; i++) {
      const file = join(folder, `${i}.${["jpg", "png", "webp", "gif"][i % 4]}`);
      await Deno.writeFile(file, damage(sources[i % sources.length]!, sources, draw));
      files.push(file);
    }
    const out = join(folder, "out.csv");
    const outcome = await classifyFolder({
      paths: files,
      out,
      recursive: false,
      faces: "crop",
      detector: "learned",
      margin: 0,
      align: false,
      model: "a test",
      weights: "00",
      classifier: fakeClassifier(),
      loadDetector: () => Promise.resolve(redDetector()),
      say: () => {},
    });
    assert.equal(outcome.pictures, FILES);
    // Damage that no decoder minds and damage that it does: both must occur for this to test much.
    assert.ok(outcome.failed > FILES / 4 && outcome.faces > FILES / 20, JSON.stringify(outcome));
    const rows = parseCsv(await Deno.readTextFile(out)).slice(1);
    assert.deepEqual(rows.map((row) => plainText(row[0]!)), files);
    for (const row of rows) {
      assert.equal(row.length, tableColumns(FAKE_CLASSES).length);
      const [face, error] = [row[1]!, row.at(-1)!];
      assert.ok((face === "1") === (error === ""), row.join());
      assert.ok(!/[\r\n]/.test(error) && error.length < 200, error);
      assert.ok(!error.includes("internal"), error);
    }
  });
});
