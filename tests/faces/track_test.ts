import assert from "node:assert/strict";
import { Tracker } from "../../lib/faces/track.ts";

const face = (x: number, y = 0, side = 20) => ({ x, y, width: side, height: side, score: 1 });
const persons = (tracker: Tracker, ...faces: ReturnType<typeof face>[]) =>
  tracker.update(faces).map((tracked) => tracked.person);

Deno.test("Tracker keeps two people apart while they move and change order", () => {
  const tracker = new Tracker();
  assert.deepEqual(persons(tracker, face(0), face(100)), [1, 2]);
  assert.deepEqual(persons(tracker, face(96), face(4)), [2, 1]);
  assert.deepEqual(persons(tracker, face(8), face(92)), [1, 2]);
});

Deno.test("Tracker gives a face to the person it overlaps most", () => {
  const tracker = new Tracker();
  persons(tracker, face(0), face(10));
  assert.deepEqual(persons(tracker, face(9)), [2]);
});

Deno.test("Tracker gives a new person a new number, also in an old place", () => {
  const tracker = new Tracker({ patience: 0 });
  assert.deepEqual(persons(tracker, face(0)), [1]);
  assert.deepEqual(persons(tracker), []);
  assert.deepEqual(persons(tracker, face(0)), [2]);
});

Deno.test("Tracker knows a person again within its patience and not after", () => {
  const tracker = new Tracker({ patience: 3 });
  persons(tracker, face(0));
  for (let i = 0; i < 3; i++) persons(tracker);
  assert.deepEqual(tracker.people, [1]);
  assert.deepEqual(persons(tracker, face(2)), [1]);
  for (let i = 0; i < 4; i++) persons(tracker);
  assert.deepEqual(tracker.people, []);
  assert.deepEqual(persons(tracker, face(2)), [2]);
});

Deno.test("Tracker starts a new person where the overlap is too small", () => {
  const tracker = new Tracker({ minOverlap: 0.3 });
  persons(tracker, face(0));
  // 20×20 squares shifted by 11: 9·20 / (800 − 180) = 0.29.
  assert.deepEqual(persons(tracker, face(11)), [2]);
});

Deno.test("Tracker follows a doubtful face where a person was, and starts no one with it", () => {
  const tracker = new Tracker({ newScore: 0.5 });
  const doubtful = (x: number) => ({ ...face(x), score: 0.4 });
  assert.deepEqual(persons(tracker, face(0), doubtful(100)), [1]);
  assert.deepEqual(persons(tracker, doubtful(2), face(100)), [1, 2]);
});

Deno.test("Tracker knows a person again where it was followed to", () => {
  const tracker = new Tracker();
  assert.deepEqual(persons(tracker, face(0)), [1]);
  tracker.move(1, face(30));
  assert.deepEqual(persons(tracker, face(32)), [1]);
  assert.deepEqual(persons(tracker, face(62)), [2]);
});
