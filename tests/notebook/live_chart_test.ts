/** The live chart's drawing. */
import assert from "node:assert/strict";
import { epochLine, liveChartSvg, type LiveState } from "lib/notebook/live_chart.ts";
import { figureText } from "lib/notebook/figure.ts";
import type { EpochLog } from "lib/records/run.ts";

function epoch(number: number, more: Partial<EpochLog> = {}): EpochLog {
  return {
    epoch: number,
    size: 32,
    learningRate: 1e-3,
    trainLoss: 1 / number,
    trainAccuracy: 0.5,
    valLoss: 1.2 / number,
    valAccuracy: 0.45,
    valMacroF1: 0.4,
    seconds: 1,
    imagesPerSecond: 10,
    ...more,
  };
}

function state(more: Partial<LiveState>): LiveState {
  return { title: "A & B", epochs: 4, log: [], running: [], ...more };
}

function count(svg: string, name: string): number {
  return svg.split(`<${name}`).length - 1;
}

Deno.test("liveChartSvg() draws axes and no point when nothing has happened", () => {
  const svg = liveChartSvg(state({}));
  assert.equal(count(svg, "circle"), 0);
  assert.match(svg, /^<svg /);
  assert.equal(figureText(svg), "A & B\nNo epoch is finished yet.");
});

Deno.test("liveChartSvg() draws training and validation in both panels when epochs end", () => {
  const svg = liveChartSvg(state({ log: [epoch(1), epoch(2)] }));
  assert.equal(count(svg, "circle"), 8);
});

Deno.test("liveChartSvg() leaves out what was not evaluated or is not finite", () => {
  const log = [epoch(1, { valLoss: null, valAccuracy: null }), epoch(2, { trainLoss: NaN })];
  const svg = liveChartSvg(state({ log, running: [{ at: 0.5, loss: Infinity, accuracy: 0.2 }] }));
  assert.equal(count(svg, "circle"), 5);
  assert.doesNotMatch(svg, /="[^"]*(?:NaN|Infinity)/);
});

Deno.test("liveChartSvg() moves to the right when training goes on", () => {
  const at = (x: number) => liveChartSvg(state({ running: [{ at: x, loss: 1, accuracy: 0.3 }] }));
  assert(at(1).includes("M119,"), "a quarter of four epochs is a quarter of 300 px");
  assert(at(2).includes("M194,"));
});

Deno.test("epochLine() states training and, when evaluated, validation", () => {
  assert.equal(
    epochLine(epoch(2)),
    "epoch 2 at 32 px · training: loss 0.500, accuracy 50.0 % · " +
      "validation: loss 0.600, accuracy 45.0 %",
  );
  assert.equal(
    epochLine(epoch(1, { valLoss: null })),
    "epoch 1 at 32 px · training: loss 1.000, accuracy 50.0 %",
  );
});
