import assert from "node:assert/strict";
import { camOverlay, drawHeat } from "../../apps/annotate/cam.ts";
import type { Explainer } from "../../lib/explain/explainer.ts";
import type { SeenPerson } from "../../lib/faces/watcher.ts";
import { FAKE_CLASSES } from "../helpers/faces.ts";

const frame = () => ({ width: 60, height: 60, pixels: new Uint8Array(60 * 60 * 3) });
const lit = ({ pixels }: { pixels: Uint8Array }, x: number, y: number) =>
  pixels[(y * 60 + x) * 3]! > 40;
/** Hot in the left half only. */
const leftHalf = {
  width: 4,
  height: 4,
  values: Float32Array.from({ length: 16 }, (_, i) => (i % 4 < 2 ? 1 : 0)),
};

Deno.test("drawHeat() colours the hot part of the square and nothing outside it", () => {
  const picture = frame();
  drawHeat(picture, { x: 30, y: 30, side: 20, angle: 0 }, leftHalf);
  assert.deepEqual([[22, 30], [38, 30], [18, 30], [30, 18]].map(([x, y]) => lit(picture, x!, y!)), [
    true,
    false,
    false,
    false,
  ]);
});

Deno.test("drawHeat() turns with the square, and draws only what is in the frame", () => {
  const picture = frame();
  // A quarter turn clockwise: what was left in the face is now on top.
  drawHeat(picture, { x: 30, y: 30, side: 20, angle: Math.PI / 2 }, leftHalf);
  assert.ok(lit(picture, 30, 22) && !lit(picture, 30, 38));
  const corner = frame();
  drawHeat(corner, { x: 0, y: 59, side: 20, angle: 0.3 }, {
    ...leftHalf,
    values: leftHalf.values.map(() => 1),
  });
  assert.ok(lit(corner, 2, 57));
});

Deno.test("camOverlay() explains the shown label once for each face that was classified", async () => {
  const asked: (readonly (number | null)[])[] = [];
  const explainer = {
    explain: (_: Float32Array, { targets }: { targets: (number | null)[] }) => {
      asked.push(targets);
      const heat = { width: 1, height: 1, values: Float32Array.of(1), empty: false };
      return Promise.resolve(targets.map((target) => ({ target, probabilities: null, heat })));
    },
  } as unknown as Explainer;
  const preprocess = { size: 64, mean: 0.5, std: 0.25, classes: FAKE_CLASSES };
  const overlay = camOverlay(explainer, { preprocess });
  const person = {
    person: 1,
    square: { x: 30, y: 30, side: 20, angle: 0 },
    crop: { width: 48, height: 48, pixels: new Uint8Array(48 * 48) },
    label: "happy",
  } as SeenPerson;
  const moved = { ...person, square: { ...person.square, x: 28 } };
  const again = { ...person, crop: { ...person.crop }, label: "sad" };
  for (const seen of [[person], [moved], [again], []]) {
    const picture = frame();
    await overlay(picture, seen);
    assert.equal(lit(picture, 30, 30), seen.length > 0);
  }
  assert.deepEqual(asked, [[3], [4]]);
});
