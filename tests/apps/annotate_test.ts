import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { findFfmpeg } from "../../lib/faces/ffmpeg.ts";
import { readFrames } from "../../apps/annotate/frames.ts";
import { probeVideo } from "../../apps/annotate/probe.ts";
import { type AnnotateOptions, annotateVideo } from "../../apps/annotate/run.ts";
import { classifyFaces } from "../../lib/faces/classifier.ts";
import { readPicture } from "../../lib/faces/decode.ts";
import type { Picture } from "../../lib/faces/picture.ts";
import { findRegions } from "../../lib/faces/regions.ts";
import { parseCsv } from "../../lib/records/csv.ts";
import { FAKE_CLASSES, fakeClassifier, redDetector } from "../helpers/faces.ts";
import { withFolder } from "../helpers/pictures.ts";

const ffmpeg = findFfmpeg();

async function run(...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(ffmpeg, {
    args: ["-v", "error", "-y", ...args],
    stdin: "null",
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

/** A "face", a red square, that moves over a grey ground, with a tone: two seconds, 20 frames/s. */
async function makeVideo(path: string, { face = true, sound = true, extra = [] as string[] } = {}) {
  await run(
    ...["-f", "lavfi", "-i", "color=c=0x606060:s=480x360:r=20:d=2"],
    ...["-f", "lavfi", "-i", "color=c=red:s=100x100:r=20:d=2"],
    ...["-f", "lavfi", "-i", "sine=frequency=440:duration=2"],
    ...["-filter_complex", face ? "[0][1]overlay=x=20+90*t:y=100[v]" : "[0]null[v]", "-map", "[v]"],
    ...(sound ? ["-map", "2:a"] : []),
    ...["-pix_fmt", "yuv420p", ...extra, path],
  );
}

function options(folder: string, more: Partial<AnnotateOptions> = {}): AnnotateOptions {
  return {
    video: join(folder, "in.mp4"),
    out: join(folder, "out.mp4"),
    every: 1,
    smooth: 0.5,
    margin: 0,
    align: false,
    classifier: fakeClassifier(),
    detector: redDetector(),
    say: () => {},
    ...more,
  };
}

async function framesOf(path: string): Promise<Picture[]> {
  const frames: Picture[] = [];
  const info = await probeVideo(ffmpeg, path);
  for await (const frame of readFrames(ffmpeg, path, info, () => {})) frames.push(frame);
  return frames;
}

/** Everything in the folder but what the test put there. */
const results = (folder: string) =>
  Array.from(Deno.readDirSync(folder), ({ name }) => name)
    .filter((name) => !name.startsWith("in")).sort();

Deno.test("annotateVideo() draws the moving face's box, keeps sound and length, writes table and timeline", async () => {
  await withFolder(async (folder) => {
    await makeVideo(join(folder, "in.mp4"));
    const csv = join(folder, "out.csv"), timeline = join(folder, "out.svg");
    const outcome = await annotateVideo(options(folder, { csv, timeline }));
    assert.deepEqual([outcome.frames, outcome.people, outcome.warnings], [40, 1, []]);
    const info = await probeVideo(ffmpeg, join(folder, "out.mp4"));
    assert.equal(info.audio, "aac");
    assert.ok(Math.abs(info.duration! - 2) < 0.1, `${info.duration}`);
    const rows = parseCsv(await Deno.readTextFile(csv));
    const column = (name: string, row: string[]) => row[rows[0]!.indexOf(name)]!;
    assert.equal(rows.length, 41);
    rows.slice(1).forEach((row, i) => {
      assert.ok(Math.abs(Number(column("time", row)) - i / 20) < 1e-5);
      assert.equal(column("person", row), "1");
      assert.ok(Math.abs(Number(column("x", row)) - (20 + 90 * i / 20)) <= 2);
      const sum = FAKE_CLASSES.reduce((total, name) => total + Number(column(name, row)), 0);
      assert.ok(Math.abs(sum - 1) < 1e-5);
    });
    assert.match(await Deno.readTextFile(timeline), /Person 1/);
    // The box's left edge is no longer red, its middle still is.
    const frame = (await framesOf(join(folder, "out.mp4")))[20]!;
    const at = (x: number, y: number) => [...frame.pixels.subarray((y * 480 + x) * 3).slice(0, 3)];
    assert.ok(at(160, 150)[0]! > 200 && at(160, 150)[1]! < 60, `${at(160, 150)}`);
    assert.ok(at(111, 150)[1]! > 60, `${at(111, 150)}`);
    assert.deepEqual(results(folder), ["out.csv", "out.mp4", "out.svg"]);
  });
});

Deno.test("annotateVideo() turns a phone's video upright", async () => {
  await withFolder(async (folder) => {
    await makeVideo(join(folder, "in0.mp4"));
    const turned = join(folder, "in.mp4");
    await run("-display_rotation", "90", "-i", join(folder, "in0.mp4"), "-c", "copy", turned);
    assert.equal((await annotateVideo(options(folder))).people, 1);
    const [frame] = await framesOf(join(folder, "out.mp4"));
    assert.deepEqual([frame!.width, frame!.height], [360, 480]);
  });
});

Deno.test("annotateVideo() keeps the length of a video of varying rate, with odd sides, without sound", async () => {
  await withFolder(async (folder) => {
    await makeVideo(join(folder, "in0.mp4"), { sound: false });
    const thinned = "select='not(mod(n,4))+gt(t,1)',crop=479:359:0:0";
    await run(
      ...["-i", join(folder, "in0.mp4"), "-vf", thinned, "-fps_mode", "vfr"],
      ...["-c:v", "ffv1", join(folder, "in.mkv")],
    );
    await annotateVideo(options(folder, { video: join(folder, "in.mkv") }));
    const info = await probeVideo(ffmpeg, join(folder, "out.mp4"));
    assert.ok(Math.abs(info.duration! - 2) < 0.15, `${info.duration}`);
    assert.equal(info.audio, null);
  });
});

Deno.test("annotateVideo() encodes sound anew that MP4 cannot hold", async () => {
  await withFolder(async (folder) => {
    await makeVideo(join(folder, "in.mkv"), { extra: ["-c:a", "pcm_s16le"] });
    await annotateVideo(options(folder, { video: join(folder, "in.mkv") }));
    assert.equal((await probeVideo(ffmpeg, join(folder, "out.mp4"))).audio, "aac");
  });
});

Deno.test("annotateVideo() writes a video without any face as it is, and an empty table", async () => {
  await withFolder(async (folder) => {
    await makeVideo(join(folder, "in.mp4"), { face: false });
    const csv = join(folder, "out.csv"), timeline = join(folder, "out.svg");
    const outcome = await annotateVideo(options(folder, { csv, timeline }));
    assert.deepEqual([outcome.frames, outcome.people], [40, 0]);
    assert.equal(parseCsv(await Deno.readTextFile(csv)).length, 1);
    assert.match(await Deno.readTextFile(timeline), /No face was found/);
  });
});

Deno.test("annotateVideo() classifies every N-th frame only", async () => {
  await withFolder(async (folder) => {
    await makeVideo(join(folder, "in.mp4"));
    const csv = join(folder, "out.csv");
    const outcome = await annotateVideo(options(folder, { csv, every: 5 }));
    assert.equal(outcome.frames, 40);
    const times = parseCsv(await Deno.readTextFile(csv)).slice(1).map((row) => Number(row[0]));
    assert.deepEqual(times, [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75]);
  });
});

Deno.test("annotateVideo() annotates what a cut-off video still holds, and says so", async () => {
  await withFolder(async (folder) => {
    await makeVideo(join(folder, "in0.mkv"), { extra: ["-g", "5"] });
    const bytes = await Deno.readFile(join(folder, "in0.mkv"));
    await Deno.writeFile(join(folder, "in.mkv"), bytes.subarray(0, bytes.length / 2));
    const outcome = await annotateVideo(options(folder, { video: join(folder, "in.mkv") }));
    assert.ok(outcome.frames > 5 && outcome.frames < 36, `${outcome.frames}`);
    assert.match(outcome.warnings.join(), /ended prematurely.*the video ends after .* of the 2/);
  });
});

Deno.test("annotateVideo() refuses what is no video in one line and leaves no file", async () => {
  await withFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    await makeVideo(at("in0.mp4"));
    const bytes = await Deno.readFile(at("in0.mp4"));
    await Deno.writeFile(at("in-cut.mp4"), bytes.subarray(0, bytes.length / 2));
    await Deno.writeTextFile(at("in-text.mp4"), "no video ".repeat(100));
    await Deno.writeFile(at("in-empty.mp4"), new Uint8Array());
    await sharp({ create: { width: 9, height: 9, channels: 3, background: "#111" } }).png()
      .toFile(at("in-picture.png"));
    await run("-f", "lavfi", "-i", "sine=duration=1", at("in-sound.mp3"));
    const cases: [string, RegExp][] = [
      ["in-cut.mp4", /the video is cut off: its index at the end is missing/],
      ["in-text.mp4", /must be a video that ffmpeg knows, but is not/],
      ["in-empty.mp4", /the file is empty/],
      ["in-picture.png", /must be a video, but is a picture; use `deno task classify`/],
      ["in-sound.mp3", /must have pictures, but has none/],
      ["in-none.mp4", /there is no such file/],
      [".", /must be a video file, but is a folder/],
    ];
    for (const [name, message] of cases) {
      const csv = at("out.csv");
      await assert.rejects(annotateVideo(options(folder, { video: at(name), csv })), message);
      assert.deepEqual(results(folder), [], name);
    }
  });
});

Deno.test("annotateVideo() leaves nothing when it is stopped, fails, or cannot write", async () => {
  await withFolder(async (folder) => {
    await makeVideo(join(folder, "in.mp4"));
    const csv = join(folder, "out.csv");
    const abort = new AbortController();
    const classifier = fakeClassifier();
    let calls = 0;
    const interrupting = {
      ...classifier,
      predict: (faces: Float32Array, n: number) => {
        if (++calls === 8) abort.abort();
        return classifier.predict(faces, n);
      },
    };
    await assert.rejects(
      annotateVideo(options(folder, { csv, classifier: interrupting, signal: abort.signal })),
      /Interrupted; nothing was written/,
    );
    assert.deepEqual(results(folder), []);
    const failing = { ...classifier, predict: () => Promise.reject(new Error("out of memory")) };
    await assert.rejects(
      annotateVideo(options(folder, { csv, classifier: failing })),
      /out of mem/,
    );
    assert.deepEqual(results(folder), []);
    // Found out before the work, not after an hour of it.
    const taken = join(folder, "taken.csv");
    await Deno.mkdir(taken);
    await assert.rejects(
      annotateVideo(options(folder, { csv: taken, classifier: failing })),
      /Cannot write .*taken\.csv: it must be the name of a file, but is a folder/,
    );
    await Deno.remove(taken);
    assert.deepEqual(results(folder), []);
  });
});

Deno.test("annotateVideo() gives a lossless frame the probabilities of the same picture file", async () => {
  await withFolder(async (folder) => {
    let seed = 5;
    const noise = () => (seed = (seed * 48271) % 2147483647) % 100;
    const pixels = Uint8Array.from({ length: 160 * 120 * 3 }, noise);
    for (let y = 30; y < 70; y++) {
      for (let x = 50; x < 90; x++) pixels.set([200 + noise() % 50, 30, 20], (y * 160 + x) * 3);
    }
    const png = join(folder, "in.png"), mkv = join(folder, "in.mkv"), csv = join(folder, "out.csv");
    await sharp(pixels, { raw: { width: 160, height: 120, channels: 3 } }).png().toFile(png);
    await run("-loop", "1", "-i", png, "-t", "0.2", "-c:v", "ffv1", "-pix_fmt", "bgr0", mkv);
    await annotateVideo(options(folder, { video: mkv, csv }));
    const row = parseCsv(await Deno.readTextFile(csv))[1]!;
    const picture = await readPicture(png);
    const regions = await findRegions(picture, {
      mode: "detect",
      detector: () => Promise.resolve(redDetector()),
    });
    const [alone] = await classifyFaces(fakeClassifier(), regions.map(({ crop }) => crop));
    const shares = row.slice(-FAKE_CLASSES.length).map(Number);
    shares.forEach((share, i) => assert.ok(Math.abs(share - alone![i]!) < 1e-6, `${shares}`));
  });
});
