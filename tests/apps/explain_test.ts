import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { explanationDrawing } from "../../apps/explain/drawing.ts";
import { faceSquare } from "../../apps/explain/face_square.ts";
import { explainFiles, type ExplainFilesOptions, recordText } from "../../apps/explain/run.ts";
import type { Explainer } from "../../lib/explain/explainer.ts";
import { heatMap } from "../../lib/explain/heat_map.ts";
import type { Picture } from "../../lib/faces/picture.ts";
import { FAKE_CLASSES, redDetector } from "../helpers/faces.ts";
import { withFolder, writePicture } from "../helpers/pictures.ts";
import { assertReadable } from "../helpers/svg_checks.ts";

/** A stand-in for a trained network: sees happy everywhere, in the upper left corner. */
function fakeExplainer(): Explainer & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    stages: [
      { name: "one", output: [4, 4, 2], shift: 0 },
      { name: "two", output: [2, 2, 2], shift: 0.1 },
    ],
    predict: () => Promise.reject(new Error("not asked for")),
    activations: () => Promise.reject(new Error("not asked for")),
    explain: (pictures, options = {}) => {
      asked.push(options);
      const n = pictures.length / 64 ** 2;
      return Promise.resolve(Array.from({ length: n }, (_, i) => {
        const target = options.targets?.[i] ?? 3;
        const probabilities = Float32Array.of(0.1, 0, 0, 0.8, 0.1, 0);
        // No place speaks for disgust.
        return { target, probabilities, heat: heatMap([target === 1 ? 0 : 1, 0, 0, 0], 2, 2) };
      }));
    },
    dispose() {},
  };
}

function options(more: Partial<ExplainFilesOptions>): ExplainFilesOptions {
  return {
    files: [],
    out: "explained",
    method: "grad-cam",
    stage: undefined,
    class: undefined,
    faces: "auto",
    explainer: fakeExplainer(),
    preprocess: { size: 64, mean: 0.5, std: 0.25, classes: FAKE_CLASSES },
    model: "a test",
    detector: () => Promise.resolve(redDetector()),
    say: () => {},
    signal: new AbortController().signal,
    ...more,
  };
}

Deno.test("explainFiles() draws each picture, and goes on after a bad one", async () => {
  await withFolder(async (folder) => {
    const files = ["face.jpg", "bad.png", "none.jpg", "photo.jpg"].map((n) => join(folder, n));
    await writePicture(files[0]!, [90, 90, 90]);
    await Deno.writeTextFile(files[1]!, "no picture");
    await writePicture(files[2]!, [90, 90, 90], 200);
    await writePicture(files[3]!, [240, 10, 10], 200);
    const said: string[] = [];
    const out = join(folder, "out");
    const records = await explainFiles(options({ files, out, say: (line) => said.push(line) }));
    assert.deepEqual(records.map((record) => "error" in record), [false, true, true, false]);
    assert.match(said[0]!, /bad.png: Cannot read the picture: .*\.$/);
    assert.match(said[1]!, /none.jpg: .* must show a face, but none is found; with --faces crop/);
    const [face, , , photo] = records;
    assert(face && photo && "faces" in face && "faces" in photo);
    assert.equal(face.stage, "two");
    assert.equal(face.faces[0]!.box, null);
    assert.deepEqual(face.faces[0]!.heat.values.map(Math.round), [1, 0, 0, 0]);
    assert.deepEqual(photo.faces[0]!.box, { x: 0, y: 0, width: 200, height: 200 });
    assert.equal(recordText(face), `${files[0]}: happy 80.0 % → ${out}/face.jpg.png`);
    const { width, format } = await sharp(`${out}/photo.jpg.png`).metadata();
    assert.deepEqual([width, format], [1360, "png"]);
  });
});

Deno.test("explainFiles() explains the class and stage asked for, and says when no place stands out", async () => {
  await withFolder(async (folder) => {
    const file = join(folder, "face.jpg"), out = join(folder, "face.svg");
    await writePicture(file, [90, 90, 90]);
    const explainer = fakeExplainer();
    const asked = { files: [file], out, class: "disgust", stage: "one", explainer };
    const [record] = await explainFiles(options(asked));
    assert.deepEqual(explainer.asked, [{ method: "grad-cam", stage: "one", targets: [1] }]);
    assert.match(recordText(record!), /happy 80.0 %, explained: disgust, no place stands out/);
    const svg = await Deno.readTextFile(out);
    assert.match(svg, /no place stands out/);
    assertReadable(svg);
  });
});

Deno.test("explainFiles() gives occlusion no stage", async () => {
  await withFolder(async (folder) => {
    const file = join(folder, "face.jpg");
    await writePicture(file, [90, 90, 90]);
    const explainer = fakeExplainer();
    await explainFiles(options({ files: [file], out: folder, method: "occlusion", explainer }));
    assert.deepEqual(explainer.asked, [{ method: "occlusion", targets: [null] }]);
  });
});

Deno.test("explainFiles() refuses what does not fit, with what would", async () => {
  const wrong: [Partial<ExplainFilesOptions>, RegExp][] = [
    [{ class: "joy" }, /one of angry, disgust, fear, happy, sad, surprise, but is "joy"/],
    [{ stage: "three" }, /one with spatial maps \(one, two\), but is "three"/],
    [{ stage: "one", method: "occlusion" }, /it looks at the whole network/],
    [{ files: ["a.png", "b.png"], out: "c.png" }, /must be a folder for 2 pictures/],
    [{ files: ["a.png"], out: "heat.jpg" }, /must be a \.png or \.svg file, or a folder/],
    [{ files: ["a.png"], out: "./a.png" }, /must be a new file/],
    [{ files: ["a/x.png", "b/x.png"] }, /must be a new file/],
  ];
  for (const [more, problem] of wrong) {
    await assert.rejects(explainFiles(options(more)), (error: Error) => {
      assert.equal(error.name, "UsageError");
      assert.match(error.message, problem);
      return true;
    });
  }
});

Deno.test("explainFiles() stops between pictures when interrupted", async () => {
  const signal = AbortSignal.abort();
  await assert.rejects(explainFiles(options({ files: ["a.png"], signal })), {
    name: "Interrupted",
  });
});

/** Each pixel's red is its column, its green its row. */
function coordinates(width: number, height: number): Picture {
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) pixels.set([i % width, Math.floor(i / width)], 3 * i);
  return { width, height, pixels };
}

Deno.test("faceSquare() copies what it covers and repeats the border", () => {
  const { width, pixels } = faceSquare(coordinates(10, 8), { x: 1, y: 4, side: 4, angle: 0 });
  assert.equal(width, 4);
  const columns = [...pixels].filter((_, i) => i % 3 === 0).slice(0, 4);
  const rows = [...pixels].filter((_, i) => i % 3 === 1).filter((_, i) => i % 4 === 0);
  assert.deepEqual(columns, [0, 0, 1, 2]);
  assert.deepEqual(rows, [2, 3, 4, 5]);
});

Deno.test("explanationDrawing() is readable with several faces, and refuses none", () => {
  const picture = coordinates(200, 100);
  const face = (x: number) => ({
    box: { x, y: 20, width: 40, height: 50 },
    square: { x: x + 20, y: 45, side: 45, angle: 0 },
    crop: { width: 48, height: 48, pixels: new Uint8Array(48 * 48).fill(99) },
    probabilities: [0.05, 0, 0, 0.9, 0.05, 0],
    target: 3,
    heat: heatMap([1, 0.2, 0, 0], 2, 2),
  });
  const words = { title: "group.jpg", source: "A test.", classes: FAKE_CLASSES };
  const svg = explanationDrawing(picture, [face(10), face(120)], words);
  assertReadable(svg);
  assert.match(svg, />2: as seen</);
  assert.throws(() => explanationDrawing(picture, [], words), /there must be a face/);
});
