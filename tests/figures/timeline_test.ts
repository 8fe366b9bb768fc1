import assert from "node:assert/strict";
import { Timeline } from "../../apps/annotate/timeline.ts";
import { timelineFigure, type TimelineRecord } from "../../lib/figures/timeline.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

const classes = ["angry", "happy", "neutral"];

/** Someone who grows happy, and someone who is away for a while. */
const record: TimelineRecord = {
  video: "clip.mp4",
  seconds: 10,
  classes,
  interval: 0.5,
  people: [1, 2].map((person) => ({
    person,
    intervals: Array.from({ length: 20 }, (_, i) => {
      if (person === 2 && i > 6 && i < 14) return null;
      const happy = person === 1 ? i / 20 : 0.2;
      return [0.1, happy, 0.9 - happy];
    }),
  })),
};

Deno.test("timelineFigure() is as in its snapshot", () => {
  const svg = timelineFigure(record);
  assertReadable(svg);
  assertSnapshot("timeline", svg);
});

Deno.test("timelineFigure() draws the six people seen longest and says how many more there are", () => {
  const people = Array.from({ length: 9 }, (_, i) => ({
    person: i + 1,
    intervals: Array.from({ length: 20 }, (_, t) => t <= 2 * i ? [1, 0, 0] : null),
  }));
  const svg = timelineFigure({ ...record, people });
  assertReadable(svg);
  assert.ok(!svg.includes(">Person 3<") && svg.includes(">Person 4<"));
  assert.match(svg, /Not drawn: 3 more/);
});

Deno.test("timelineFigure() says that no face was found, and refuses a video without length", () => {
  const svg = timelineFigure({ ...record, people: [] });
  assertReadable(svg);
  assert.match(svg, /No face was found/);
  assert.throws(() => timelineFigure({ ...record, seconds: 0 }), /must be above 0, but is 0/);
});

Deno.test("Timeline averages over intervals, and joins them as the video grows", () => {
  const timeline = new Timeline(0.1);
  const see = (time: number, happy: number) =>
    timeline.add(time, [{
      person: 1,
      face: { x: 0, y: 0, width: 1, height: 1, score: 1 },
      crop: { width: 1, height: 1, pixels: new Uint8Array(1) },
      square: { x: 0, y: 0, side: 1, angle: 0 },
      probabilities: Float32Array.of(1 - happy, happy, 0),
      smoothed: Float32Array.of(1, 0, 0),
      label: "happy",
      confidence: 1,
    }]);
  see(0, 0);
  see(0.1, 0.5);
  const short = timeline.record("v", 0.3, classes);
  assert.equal(short.interval, 0.125);
  assert.deepEqual(short.people[0]!.intervals, [[0.75, 0.25, 0], null, null]);
  for (let second = 1; second < 3600; second++) see(second, second % 2);
  const long = timeline.record("v", 3600, classes);
  assert.ok(long.people[0]!.intervals.length <= 480);
  assert.ok(Math.abs(long.people[0]!.intervals[100]![1]! - 0.5) < 0.1);
});

Deno.test("Timeline has no interval that is shorter than the time between two searches", () => {
  assert.equal(new Timeline(1 / 30).record("v", 1, classes).interval, 0.125);
  assert.equal(new Timeline(0.125).record("v", 1, classes).interval, 0.125);
  assert.equal(new Timeline(10 / 30).record("v", 1, classes).interval, 0.5);
});
