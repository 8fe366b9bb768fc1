import assert from "node:assert/strict";
import { duration, Progress } from "../../apps/progress.ts";

function recorded(terminal: boolean, total: number | null = 1000) {
  let time = 0;
  const written: string[] = [];
  const progress = new Progress({
    total,
    unit: "pictures",
    terminal,
    write: (text) => written.push(text),
    now: () => time,
  });
  const at = (seconds: number, done: number, note?: string) => {
    time = seconds * 1000;
    progress.update(done, note);
  };
  return { progress, written, at };
}

Deno.test("Progress redraws one line on a terminal, ten times a second at most, and takes it away", () => {
  const { progress, written, at } = recorded(true);
  at(1, 100);
  at(1.05, 105);
  at(2, 250, "3 failed");
  progress.end();
  assert.equal(written.length, 3);
  assert.match(written[1]!, /^\r.*██████░+ 250 of 1,000 · 125 pictures\/s · 6 s left · 3 failed$/);
  assert.equal(written[2], "\r\x1b[K");
});

Deno.test("Progress writes a line every ten seconds elsewhere, without control characters", () => {
  const { progress, written, at } = recorded(false, null);
  for (let second = 1; second <= 25; second++) at(second, 2 * second);
  progress.end();
  assert.deepEqual(written, ["20 pictures · 2.0 pictures/s\n", "40 pictures · 2.0 pictures/s\n"]);
});

Deno.test("duration() speaks in the two largest units", () => {
  assert.deepEqual([8.4, 200, 7500].map(duration), ["8 s", "3 min 20 s", "2 h 5 min"]);
});
