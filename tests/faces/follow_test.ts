import assert from "node:assert/strict";
import { Follower } from "../../lib/faces/follow.ts";
import type { Picture } from "../../lib/faces/picture.ts";

/** A smooth pattern that varies in all directions, moved by whole or part pixels. */
function scene(dx: number, dy: number, brightness = 0): Picture {
  const width = 320, height = 240;
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const u = x - dx, v = y - dy;
      const value = 120 + 50 * Math.sin(u / 11) * Math.cos(v / 13) + 30 * Math.sin((u + v) / 29);
      pixels.fill(value + brightness, i, i + 3);
    }
  }
  return { width, height, pixels };
}

const face = { x: 110, y: 80, width: 60, height: 72, score: 0.9 };

Deno.test("follow() finds a moved face within a pixel, also when the light changes", () => {
  const follower = new Follower(scene(0, 0), face);
  for (const [dx, dy] of [[6, -4], [13.5, 3.25], [20, 12]] as const) {
    const found = follower.follow(scene(dx, dy, 20));
    assert.ok(found !== null);
    assert.ok(Math.abs(found.x - face.x - dx) < 1, `x moved ${found.x - face.x}, not ${dx}`);
    assert.ok(Math.abs(found.y - face.y - dy) < 1, `y moved ${found.y - face.y}, not ${dy}`);
    assert.deepEqual([found.width, found.height, found.score], [60, 72, 0.9]);
  }
});

Deno.test("follow() stays in place when nothing moves, and does not drift away", () => {
  const follower = new Follower(scene(0, 0), face);
  for (let i = 0; i < 30; i++) follower.follow(scene(0, 0));
  const found = follower.follow(scene(0, 0))!;
  assert.ok(Math.abs(found.x - face.x) < 0.5 && Math.abs(found.y - face.y) < 0.5);
});

Deno.test("follow() says null when the face is gone", () => {
  const blank = { width: 320, height: 240, pixels: new Uint8Array(320 * 240 * 3).fill(90) };
  assert.equal(new Follower(scene(0, 0), face).follow(blank), null);
  // Nothing stands out in a blank face either, so it is never "found" elsewhere.
  assert.equal(new Follower(blank, face).follow(scene(0, 0)), null);
});

Deno.test("follow() copes with faces at the border and of a few pixels", () => {
  const corner = { x: -10, y: -8, width: 40, height: 40, score: 1 };
  const found = new Follower(scene(0, 0), corner).follow(scene(3, 2));
  assert.ok(found !== null && Math.abs(found.x + 10 - 3) < 1.5);
  const tiny = { x: 50, y: 50, width: 2, height: 2, score: 1 };
  assert.doesNotThrow(() => new Follower(scene(0, 0), tiny).follow(scene(1, 0)));
});
