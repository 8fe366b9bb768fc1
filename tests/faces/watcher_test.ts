import assert from "node:assert/strict";
import { classifyFaces } from "../../lib/faces/classifier.ts";
import type { Detector } from "../../lib/faces/detector.ts";
import type { Face } from "../../lib/faces/face.ts";
import { findRegions } from "../../lib/faces/regions.ts";
import { Watcher } from "../../lib/faces/watcher.ts";
import { FAKE_CLASSES, fakeClassifier } from "../helpers/faces.ts";

/** A detector that finds what it is told to. */
function scripted(faces: Face[]): Detector & { searches: number } {
  const detector = {
    name: "learned" as const,
    framing: { scale: 1.1, down: 0.05 },
    searches: 0,
    detect: () => {
      detector.searches++;
      return Promise.resolve([...faces]);
    },
    dispose() {},
  };
  return detector;
}

function picture(value: number) {
  const pixels = Uint8Array.from({ length: 120 * 90 * 3 }, (_, i) => value + (i * 7) % 20);
  return { width: 120, height: 90, pixels };
}

const face = (x: number, score = 1) => ({ x, y: 20, width: 30, height: 36, score });

Deno.test("Watcher gives a frame the probabilities that the same picture has on its own", async () => {
  const detector = scripted([face(20), face(70)]);
  const classifier = fakeClassifier();
  const frame = picture(140);
  const seen = await new Watcher({ classifier, detector }).look(frame, 0);
  const options = { mode: "detect", detector: () => Promise.resolve(detector) } as const;
  const regions = await findRegions(frame, options);
  const alone = await classifyFaces(classifier, regions.map(({ crop }) => crop));
  assert.deepEqual(seen.map(({ probabilities }) => probabilities), alone);
  assert.deepEqual(seen.map(({ person }) => person), [1, 2]);
});

Deno.test("Watcher searches every k-th frame and keeps its answer in between", async () => {
  const faces = [face(20)];
  const detector = scripted(faces);
  const watcher = new Watcher({ classifier: fakeClassifier(), detector, every: 3 });
  const counts: number[] = [];
  for (let i = 0; i < 7; i++) {
    if (i === 4) faces.length = 0;
    counts.push((await watcher.look(picture(100), i / 30)).length);
  }
  assert.deepEqual(counts, [1, 1, 1, 1, 1, 1, 0]);
  assert.equal(detector.searches, 3);
});

Deno.test("Watcher follows a face between two searches, with the answer it had", async () => {
  const scene = (dx: number) => {
    const pixels = new Uint8Array(320 * 240 * 3);
    for (let i = 0; i < 320 * 240; i++) {
      const x = i % 320 - dx, y = Math.floor(i / 320);
      pixels.fill(120 + 60 * Math.sin(x / 11) * Math.cos(y / 13), 3 * i, 3 * i + 3);
    }
    return { width: 320, height: 240, pixels };
  };
  const found = { x: 110, y: 80, width: 60, height: 72, score: 1 };
  const detector = scripted([found]);
  const watcher = new Watcher({ classifier: fakeClassifier(), detector, every: 10 });
  const [first] = await watcher.look(scene(0), 0);
  const [later] = await watcher.look(scene(9), 1 / 30);
  assert.equal(detector.searches, 1);
  assert.ok(Math.abs(later!.face.x - 119) < 1, `${later!.face.x}`);
  assert.ok(Math.abs(later!.square.x - first!.square.x - 9) < 1);
  assert.deepEqual([later!.person, later!.crop], [1, first!.crop]);
  const gone = { ...scene(0), pixels: new Uint8Array(320 * 240 * 3) };
  assert.deepEqual(await watcher.look(gone, 2 / 30), []);
});

Deno.test("Watcher keeps the label steady through one odd frame, and follows a lasting change", async () => {
  const watcher = new Watcher({
    classifier: fakeClassifier(),
    detector: scripted([face(20)]),
    timeConstant: 0.5,
  });
  const labels: string[] = [];
  for (let i = 0; i < 40; i++) {
    const value = i === 10 || i >= 20 ? 220 : 20;
    labels.push((await watcher.look(picture(value), i / 10))[0]!.label);
  }
  const [first, later] = [labels[0]!, labels.at(-1)!];
  assert.equal(first, FAKE_CLASSES[0]);
  assert.equal(later, FAKE_CLASSES[5]);
  assert.ok(labels.slice(0, 20).every((label) => label === first), labels.join());
  assert.equal(labels.filter((label, i) => i > 0 && label !== labels[i - 1]).length, 1);
});

Deno.test("Watcher starts no person with a doubtful face, and refuses a wrong interval", async () => {
  const classifier = fakeClassifier();
  const watcher = new Watcher({ classifier, detector: scripted([face(20, 0.4)]) });
  assert.deepEqual(await watcher.look(picture(100), 0), []);
  assert.throws(
    () => new Watcher({ classifier, detector: scripted([]), every: 0 }),
    /every must be a whole number from 1 on, but is 0/,
  );
});
