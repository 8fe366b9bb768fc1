/** The progress line: share, speed over the last seconds, time left, and how it restarts. */
import assert from "node:assert/strict";
import { duration, Progress } from "lib/notebook/progress.ts";

Deno.test("Progress.line states share, counts, speed and time left when work goes on", () => {
  let now = 0;
  const bar = new Progress({ total: 17_913, label: "epoch 3/12" }, () => now);
  assert.equal(bar.line, "epoch 3/12  0 %  0 of 17,913 images");
  for (let second = 1; second <= 10; second++) {
    now = second * 1000;
    bar.advance(32, "loss 0.812");
  }
  assert.equal(
    bar.line,
    "epoch 3/12  1 %  320 of 17,913 images  32.0 images/s  9 min left  loss 0.812",
  );
});

Deno.test("Progress.rate follows a change of speed within its window", () => {
  let now = 0;
  const bar = new Progress({ total: 100_000 }, () => now);
  for (let second = 1; second <= 60; second++) {
    now = second * 1000;
    bar.advance(second <= 30 ? 10 : 40);
  }
  assert.equal(bar.rate, 40);
});

Deno.test("Progress.restart() begins at 0 and keeps the speed", () => {
  let now = 0;
  const bar = new Progress({ total: 100, label: "one" }, () => now);
  now = 5000;
  bar.advance(100);
  bar.restart("two", 200);
  assert.equal(bar.rate, 20);
  now = 10_000;
  bar.advance(100);
  assert.equal(bar.line, "two  50 %  100 of 200 images  20.0 images/s  5 s left");
});

Deno.test("Progress.line is whole when nothing is to be done", () => {
  assert.equal(new Progress({ total: 0, unit: "files" }, () => 0).line, "100 %  0 of 0 files");
});

Deno.test("Progress.line leaves share and time left out when the total is not known", () => {
  let now = 0;
  const bar = new Progress({ total: null, unit: "frames" }, () => now);
  now = 2000;
  bar.set(1240);
  assert.equal(bar.line, "1,240 frames  620 frames/s");
});

Deno.test("duration() uses seconds, minutes and hours", () => {
  assert.deepEqual([3, 89.2, 150, 4800, 7260].map(duration), [
    "3 s",
    "90 s",
    "3 min",
    "80 min",
    "2 h 1 min",
  ]);
});

Deno.test("Progress.rate does not count what was done before", () => {
  let now = 0;
  const bar = new Progress({ total: 1000, done: 500 }, () => now);
  now = 1000;
  bar.set(510);
  assert.equal(bar.line, "51 %  510 of 1,000 images  10.0 images/s  49 s left");
});
