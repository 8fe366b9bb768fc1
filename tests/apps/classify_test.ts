import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { listPictures } from "../../apps/classify/files.ts";
import { classifyFolder, type ClassifyOptions } from "../../apps/classify/run.ts";
import { tableColumns, tableLines } from "../../apps/classify/table.ts";
import type { Classifier } from "../../lib/faces/classifier.ts";
import { parseCsv, plainText } from "../../lib/records/csv.ts";
import { FAKE_CLASSES, fakeClassifier, redDetector } from "../helpers/faces.ts";
import { withFolder, writePicture } from "../helpers/pictures.ts";

const COLUMNS = tableColumns(FAKE_CLASSES);

function options(folder: string, more: Partial<ClassifyOptions> = {}): ClassifyOptions {
  return {
    paths: [join(folder, "in")],
    out: join(folder, "out.csv"),
    recursive: false,
    faces: "auto",
    detector: "learned",
    margin: 0,
    align: false,
    model: "a test",
    weights: "00",
    classifier: fakeClassifier(),
    loadDetector: () => Promise.resolve(redDetector()),
    say: () => {},
    ...more,
  };
}

/** The rows of the table as objects by column. */
async function rows(folder: string): Promise<Record<string, string>[]> {
  const [header, ...cells] = parseCsv(await Deno.readTextFile(join(folder, "out.csv")));
  assert.deepEqual(header, COLUMNS);
  return cells.map((row) => {
    assert.equal(row.length, COLUMNS.length);
    return Object.fromEntries(row.map((cell, i) => [COLUMNS[i]!, cell]));
  });
}

const names = (table: Record<string, string>[]) =>
  table.map((row) => plainText(row["file"]!).split("/").at(-1)!);

Deno.test("classifyFolder() writes one row a face, with every bad picture in its place", async () => {
  await withFolder(async (folder) => {
    const at = (name: string) => join(folder, "in", name);
    await writePicture(at("a.jpg"), [90, 90, 90]);
    await Deno.writeFile(at("b.png"), new Uint8Array());
    await Deno.writeTextFile(at("c.webp"), "no picture");
    await sharp({ create: { width: 6000, height: 5000, channels: 3, background: "#333" } }).png()
      .toFile(at("d.png"));
    await writePicture(at("e.jpg"), [50, 50, 50], 200);
    await writePicture(at("f.jpg"), [240, 10, 10], 200);
    await Deno.writeTextFile(at("g.tiff"), "II*");
    await Deno.writeTextFile(at("notes.txt"), "ignored");
    const outcome = await classifyFolder(options(folder));
    assert.deepEqual(
      [outcome.pictures, outcome.faces, outcome.failed, outcome.allFailed],
      [7, 2, 5, false],
    );
    const table = await rows(folder);
    assert.deepEqual(
      table.map((row) => [row["file"]!.slice(-5), row["face"], row["error"]!.slice(0, 30)]),
      [
        ["a.jpg", "1", ""],
        ["b.png", "", "the file is empty"],
        [".webp", "", "it must be a JPEG, PNG, WebP o"],
        ["d.png", "", "it must have at most 25 megapi"],
        ["e.jpg", "", "no face found"],
        ["f.jpg", "1", ""],
        [".tiff", "", "it must be a JPEG, PNG, WebP o"],
      ],
    );
    const face = table[0]!;
    assert.deepEqual([face["x"], face["y"], face["width"], face["height"]], ["0", "0", "48", "48"]);
    const shares = FAKE_CLASSES.map((name) => Number(face[name]));
    assert.ok(Math.abs(shares.reduce((sum, p) => sum + p, 0) - 1) < 1e-6);
    assert.equal(Number(face["confidence"]), Math.max(...shares));
    assert.equal(face["label"], FAKE_CLASSES[shares.indexOf(Math.max(...shares))]);
    assert.equal(table[5]!["width"], "200");
  });
});

Deno.test("tableLines() keeps float32 probabilities in full", () => {
  const probabilities = Float32Array.of(1 / 3, 1e-9, 0.1, 0.2, 0.3, 1 - 1 / 3 - 0.6);
  const box = { x: 0.6, y: 1.2, width: 10, height: 12 };
  const [row] = parseCsv(tableLines({ file: "f", faces: [{ box, probabilities }] }, FAKE_CLASSES));
  assert.deepEqual(row!.slice(2, 6), ["1", "1", "10", "12"]);
  FAKE_CLASSES.forEach((name, i) =>
    assert.equal(Math.fround(Number(row![COLUMNS.indexOf(name)])), probabilities[i])
  );
});

Deno.test("classifyFolder() escapes file names that a spreadsheet would run", async () => {
  await withFolder(async (folder) => {
    const before = Deno.cwd();
    Deno.chdir(folder);
    try {
      const files = ["=1+1.jpg", "-x.jpg", "+x.jpg", "@x.jpg", "'x.jpg", "a,b\n.jpg"];
      for (const file of files) await writePicture(`./${file}`, [9, 9, 9]);
      await classifyFolder(options(folder, { paths: files }));
      const table = await rows(folder);
      assert.deepEqual(names(table), files);
      assert.deepEqual(table.map((row) => row["file"]![0]), ["'", "'", "'", "'", "'", "a"]);
    } finally {
      Deno.chdir(before);
    }
  });
});

Deno.test("classifyFolder() fails only as a whole: nothing there, or nothing good", async () => {
  await withFolder(async (folder) => {
    await Deno.mkdir(join(folder, "in", "sub"), { recursive: true });
    await assert.rejects(
      classifyFolder(options(folder)),
      /must hold pictures, but holds none; --recursive looks into sub-folders too/,
    );
    await Deno.writeFile(join(folder, "in", "sub", "x.png"), new Uint8Array());
    const outcome = await classifyFolder(options(folder, { recursive: true }));
    assert.deepEqual([outcome.failed, outcome.allFailed], [1, true]);
    const missing = await classifyFolder(options(folder, { paths: ["nowhere.png"] }));
    assert.ok(missing.allFailed);
    assert.equal((await rows(folder)).at(-1)!["error"], "there is no such file");
  });
});

/** A classifier that fails at its n-th call, as if the program were killed there. */
function failing(at: number): Classifier {
  const real = fakeClassifier();
  let calls = 0;
  return {
    ...real,
    predict: (faces, n) => {
      if (++calls === at) return Promise.reject(new Error("killed"));
      return real.predict(faces, n);
    },
  };
}

Deno.test("classifyFolder() goes on after it was killed, with every row once", async () => {
  await withFolder(async (folder) => {
    for (let i = 0; i < 200; i++) {
      await writePicture(join(folder, "in", `${String(i).padStart(3, "0")}.jpg`), [i, i, i]);
    }
    const whole = join(folder, "whole.csv");
    await classifyFolder(options(folder, { out: whole }));
    await assert.rejects(classifyFolder(options(folder, { classifier: failing(3) })), /killed/);
    const size = (await Deno.stat(join(folder, "out.csv"))).size;
    // What a batch leaves that was cut off in the middle of being written.
    await Deno.writeTextFile(join(folder, "out.csv"), 'in/199.jpg,1,0,"', { append: true });
    const classifier = fakeClassifier();
    const outcome = await classifyFolder(options(folder, { classifier }));
    assert.ok(outcome.before >= 64 && outcome.before < 200, `${outcome.before}`);
    assert.equal(outcome.before + outcome.pictures, 200);
    assert.ok(size < (await Deno.stat(join(folder, "out.csv"))).size);
    assert.equal(await Deno.readTextFile(join(folder, "out.csv")), await Deno.readTextFile(whole));
    // Again: nothing is left to do.
    const again = await classifyFolder(options(folder));
    assert.deepEqual([again.pictures, again.before, again.allFailed], [0, 200, false]);
  });
});

Deno.test("classifyFolder() stops when asked to, and keeps what is done", async () => {
  await withFolder(async (folder) => {
    for (let i = 0; i < 150; i++) await writePicture(join(folder, "in", `${i}.jpg`), [i, i, i]);
    const abort = new AbortController();
    const classifier = fakeClassifier();
    const predict = classifier.predict;
    const stopping: Classifier = {
      ...classifier,
      predict: (faces, n) => {
        abort.abort();
        return predict(faces, n);
      },
    };
    const outcome = await classifyFolder(
      options(folder, { classifier: stopping, signal: abort.signal }),
    );
    assert.ok(outcome.stopped && !outcome.allFailed);
    assert.ok(outcome.pictures >= 64 && outcome.pictures < 150, `${outcome.pictures}`);
    assert.equal((await rows(folder)).length, outcome.pictures);
    await classifyFolder(options(folder));
    assert.deepEqual(new Set(names(await rows(folder))).size, 150);
  });
});

Deno.test("classifyFolder() refuses a table made otherwise, foreign, or in use", async () => {
  await withFolder(async (folder) => {
    await writePicture(join(folder, "in", "a.jpg"), [9, 9, 9]);
    await classifyFolder(options(folder));
    await assert.rejects(
      classifyFolder(options(folder, { detector: "haar" })),
      /made with detector learned, but haar is asked for; give another --out/,
    );
    await Deno.writeTextFile(join(folder, "out.csv"), "file\n");
    await assert.rejects(classifyFolder(options(folder)), /was changed since it was written/);
    // A longer one too: cutting it off would lose a row.
    await Deno.remove(join(folder, "out.csv"));
    await classifyFolder(options(folder));
    const table = await Deno.readTextFile(join(folder, "out.csv"));
    const edited = table.replaceAll("\n", "\r\n");
    await Deno.writeTextFile(join(folder, "out.csv"), edited);
    await assert.rejects(classifyFolder(options(folder)), /was changed since it was written/);
    assert.equal(await Deno.readTextFile(join(folder, "out.csv")), edited);
    // Who takes the table away begins anew.
    await Deno.remove(join(folder, "out.csv"));
    assert.equal((await classifyFolder(options(folder))).pictures, 1);
    await Deno.writeTextFile(join(folder, "mine.csv"), "a,b\n1,2\n");
    const mine = options(folder, { out: join(folder, "mine.csv") });
    await assert.rejects(classifyFolder(mine), /was not written by this program/);
    assert.equal(await Deno.readTextFile(join(folder, "mine.csv")), "a,b\n1,2\n");
  });
});

Deno.test("classifyFolder() hands the network full batches", async () => {
  await withFolder(async (folder) => {
    for (let i = 0; i < 130; i++) await writePicture(join(folder, "in", `${i}.jpg`), [i, i, i]);
    const classifier = fakeClassifier();
    await classifyFolder(options(folder, { classifier }));
    assert.deepEqual(classifier.calls, [64, 64, 2]);
  });
});

Deno.test("classifyFolder() draws a contact sheet, the surest face first, without scripts", async () => {
  await withFolder(async (folder) => {
    await writePicture(join(folder, "in", "dark.jpg"), [10, 10, 10]);
    await writePicture(join(folder, "in", "bright.jpg"), [200, 200, 200]);
    await Deno.writeTextFile(join(folder, "in", "<script>bad.png"), "x");
    const report = join(folder, "out.html");
    await classifyFolder(options(folder, { report }));
    const html = await Deno.readTextFile(report);
    assert.ok(html.indexOf("bright.jpg") < html.indexOf("dark.jpg"));
    assert.equal(html.match(/<img src="data:image\/webp;base64,/g)?.length, 2);
    assert.ok(html.includes("&lt;script&gt;bad.png"));
    assert.ok(!/<script|https?:\/\//.test(html));
  });
});

Deno.test("listPictures() goes through folders by name, and into sub-folders when asked", async () => {
  await withFolder(async (folder) => {
    for (const name of ["b.JPG", "a.png", ".hidden.jpg", "sub/c.jpeg", "x.txt", "d.heic"]) {
      await Deno.mkdir(join(folder, "sub"), { recursive: true });
      await Deno.writeTextFile(join(folder, name), "");
    }
    const list = async (paths: string[], recursive: boolean) =>
      (await listPictures(paths, { recursive })).map((path) => path.replace(folder, ""));
    assert.deepEqual(await list([folder], false), ["/a.png", "/b.JPG", "/d.heic"]);
    assert.deepEqual(await list([`${folder}/`], true), [
      "/a.png",
      "/b.JPG",
      "/d.heic",
      "/sub/c.jpeg",
    ]);
    const twice = await list([join(folder, "x.txt"), folder, join(folder, "a.png")], false);
    assert.deepEqual(twice, ["/x.txt", "/a.png", "/b.JPG", "/d.heic"]);
  });
});
