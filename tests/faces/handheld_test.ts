import assert from "node:assert/strict";
import { handheld } from "../../lib/faces/handheld.ts";
import type { GreyPicture } from "../../lib/faces/picture.ts";

const face: GreyPicture = {
  width: 48,
  height: 48,
  pixels: Uint8Array.from({ length: 48 * 48 }, (_, i) => i % 48 < 24 ? 40 : 200),
};
const options = { frames: 30, framesPerSecond: 15, seed: 1, item: 0 };

/** Mean column of what is brighter than the middle grey. */
function brightColumn({ width, pixels }: GreyPicture): number {
  const columns = [...pixels.keys()].filter((i) => pixels[i]! > 120).map((i) => i % width);
  return columns.reduce((sum, column) => sum + column / width, 0) / columns.length;
}

Deno.test("handheld() films the same for the same seed and face, and otherwise for another", () => {
  const film = [...handheld(face, options)];
  assert.equal(film.length, 30);
  assert.deepEqual([...handheld(face, options)], film);
  assert.notDeepEqual([...handheld(face, { ...options, item: 1 })], film);
  assert.notDeepEqual([...handheld(face, { ...options, seed: 2 })], film);
});

Deno.test("handheld() moves the face a little and keeps it in the picture", () => {
  const film = [...handheld(face, options)];
  const places = film.map(brightColumn);
  assert.ok(Math.max(...places) - Math.min(...places) > 0.01);
  for (const [i, place] of places.entries()) {
    assert.ok(Math.abs(place - 0.75) < 0.1, `frame ${i}: ${place}`);
    const { width, height, pixels } = film[i]!;
    assert.equal(width, height);
    assert.equal(pixels.length, width * height);
    assert.ok(width <= 48 && width >= 38);
  }
});
