import assert from "node:assert/strict";
import { Analysis } from "../../apps/demo/page/analysis.ts";
import type { Explainer } from "../../lib/explain/explainer.ts";
import type { Detector } from "../../lib/faces/detector.ts";
import type { Box, Face } from "../../lib/faces/face.ts";
import type { Picture } from "../../lib/faces/picture.ts";
import { fakeClassifier } from "../helpers/faces.ts";

/** Grey noise-free ground with a bright cross on a dark square where each face is. */
function scene(faces: readonly Box[]): Picture {
  const width = 320, height = 240;
  const pixels = new Uint8Array(width * height * 3).fill(128);
  for (const face of faces) {
    for (let y = 0; y < face.height; y++) {
      for (let x = 0; x < face.width; x++) {
        const cross = Math.abs(x - face.width / 2) < 8 || Math.abs(y - face.height / 3) < 8;
        const at = ((face.y + y) * width + face.x + x) * 3;
        pixels.fill(cross ? 230 : 40, at, at + 3);
      }
    }
  }
  return { width, height, pixels };
}

/** Answers with prepared faces, one list a search, the last one for ever. */
function scripted(answers: readonly (readonly Box[])[]): Detector & { searches: number } {
  return {
    name: "learned",
    framing: { scale: 1, down: 0 },
    searches: 0,
    detect() {
      const boxes = answers[Math.min(this.searches++, answers.length - 1)]!;
      return Promise.resolve(boxes.map((box): Face => ({ ...box, score: 1 })));
    },
    dispose() {},
  };
}

const box = (x: number, y: number): Box => ({ x, y, width: 60, height: 60 });

function analysisOf(liveDetector: Detector, stillDetector: Detector = liveDetector) {
  const classifier = fakeClassifier();
  const explainer = (): Explainer => {
    throw new Error("the heat map must not be made before it is asked for");
  };
  return {
    classifier,
    analysis: new Analysis({ liveDetector, stillDetector, classifier, explainer }),
  };
}

Deno.test("frame() searches every fifth frame and follows the face in between", async () => {
  const detector = scripted([[box(50, 60)], [box(80, 60)]]);
  const { analysis } = analysisOf(detector);
  const searches: boolean[] = [];
  for (let i = 0; i < 6; i++) {
    const { people, timings } = await analysis.frame(scene([box(50 + 6 * i, 60)]), {
      time: i / 10,
      heat: false,
    });
    searches.push(timings.detect !== undefined);
    assert.equal(people.length, 1);
    assert.equal(people[0]!.person, 1);
    const off = people[0]!.face.x - (50 + 6 * i);
    assert.ok(Math.abs(off) < 2, `frame ${i}: ${off} pixels off`);
  }
  assert.deepEqual(searches, [true, false, false, false, false, true]);
});

Deno.test("frame() searches at once when a face is lost or none is known", async () => {
  const detector = scripted([[], [box(50, 60)], []]);
  const { analysis } = analysisOf(detector);
  const frame = (boxes: Box[], time: number) => analysis.frame(scene(boxes), { time, heat: false });
  assert.equal((await frame([], 0)).people.length, 0);
  assert.equal((await frame([box(50, 60)], 0.1)).people.length, 1);
  assert.equal((await frame([box(50, 60)], 0.2)).people.length, 1);
  assert.equal(detector.searches, 2);
  assert.equal((await frame([], 0.3)).people.length, 0);
  assert.equal(detector.searches, 3);
});

Deno.test("frame() searches or reads, one person a frame, whoever waited longest", async () => {
  const boxes = [box(20, 60), box(120, 60), box(220, 60)];
  const { analysis, classifier } = analysisOf(scripted([boxes]));
  const fresh: number[][] = [];
  for (let i = 0; i < 7; i++) {
    const { people } = await analysis.frame(scene(boxes), { time: i / 10, heat: false });
    fresh.push(people.filter((person) => person.fresh).map(({ person }) => person));
    const unread = people.filter(({ probabilities }) => probabilities === null).length;
    assert.equal(unread, Math.max(0, 3 - i));
  }
  assert.deepEqual(fresh, [[], [1], [2], [3], [1], [], [2]]);
  assert.deepEqual(classifier.calls, [1, 1, 1, 1, 1]);
});

Deno.test("frame() reads a face that has to be searched for in every frame", async () => {
  const places = [box(20, 60), box(220, 60), box(20, 160), box(220, 160)];
  const { analysis, classifier } = analysisOf(scripted(places.map((place) => [place])));
  for (const [i, place] of places.entries()) {
    const { timings } = await analysis.frame(scene([place]), { time: i / 10, heat: false });
    assert.ok(timings.detect !== undefined);
  }
  assert.deepEqual(classifier.calls, [1, 1, 1]);
});

Deno.test("frame() keeps a face that one search misses, not one that two miss", async () => {
  const detector = scripted([[box(50, 60)], [], []]);
  const { analysis } = analysisOf(detector);
  const counts: number[] = [];
  for (let i = 0; i < 11; i++) {
    const reading = await analysis.frame(scene([box(50, 60)]), { time: i / 10, heat: false });
    counts.push(reading.people.length);
  }
  assert.deepEqual(counts, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
});

Deno.test("frame() gives probabilities that sum to 1 and change smoothly", async () => {
  const { analysis } = analysisOf(scripted([[box(50, 60)]]));
  const bright = scene([box(50, 60)]);
  const dark = { ...bright, pixels: bright.pixels.map((v) => v / 2) };
  await analysis.frame(bright, { time: -0.1, heat: false });
  const before = await analysis.frame(bright, { time: 0, heat: false });
  const after = await analysis.frame(dark, { time: 0.1, heat: false });
  const [a, b] = [before, after].map(({ people }) => people[0]!.probabilities!);
  assert.ok(Math.abs(b!.reduce((sum, p) => sum + p, 0) - 1) < 1e-6);
  const changes = b!.map((p, i) => Math.abs(p - a![i]!));
  // A tenth of a second at half a second's time constant: 18 % of the way.
  assert.ok(Math.max(...changes) > 0.02 && Math.max(...changes) < 0.25, `${changes}`);
});

Deno.test("frame() explains the label that is shown, not what a single frame looks like", async () => {
  const targets: (number | null)[] = [];
  // Happy once, then sad for ever: for a while the smoothed label stays happy.
  const explainer: Pick<Explainer, "explain"> = {
    explain(_, { targets: given } = {}) {
      const target = given![0]!;
      const probabilities = new Float32Array(6).fill(0.02);
      probabilities[targets.length === 0 ? 3 : 4] = 0.9;
      targets.push(target);
      const heat = { width: 1, height: 1, values: Float32Array.of(1), empty: false, shift: 0 };
      return Promise.resolve([{ target: target ?? 0, probabilities, heat }]);
    },
  };
  const detector = scripted([[box(50, 60)]]);
  const analysis = new Analysis({
    ...{ liveDetector: detector, stillDetector: detector, classifier: fakeClassifier() },
    explainer: () => explainer as Explainer,
  });
  let shown: number | null = null;
  for (let i = 0; i < 12; i++) {
    const asked = targets.length;
    const { people } = await analysis.frame(scene([box(50, 60)]), { time: i / 10, heat: true });
    const { probabilities, heat } = people[0]!;
    if (targets.length > asked) assert.equal(targets.at(-1), shown, `frame ${i}`);
    if (!probabilities) continue;
    assert.ok(heat !== null);
    shown = probabilities.indexOf(Math.max(...probabilities));
  }
  assert.ok(targets.includes(3) && targets.at(-1) === 4, `${targets}`);
});

Deno.test("reset() forgets the people of the last source", async () => {
  const { analysis } = analysisOf(scripted([[box(50, 60)]]));
  await analysis.frame(scene([box(50, 60)]), { time: 5, heat: false });
  analysis.reset();
  const { people, timings } = await analysis.frame(scene([box(50, 60)]), { time: 0, heat: false });
  assert.deepEqual(people.map(({ person }) => person), [1]);
  assert.ok(timings.detect !== undefined);
});

Deno.test("still() reads all faces of a picture by the other detector, unsmoothed", async () => {
  const boxes = [box(20, 60), box(220, 60)];
  const live = scripted([[]]);
  const { analysis, classifier } = analysisOf(live, scripted([boxes]));
  const { people } = await analysis.still(scene(boxes), { heat: false });
  assert.deepEqual(people.map(({ person, fresh }) => [person, fresh]), [[1, true], [2, true]]);
  assert.deepEqual(people[1]!.square, [220, 60, 60]);
  assert.deepEqual(classifier.calls, [2]);
  assert.equal(live.searches, 0);
});
