import assert from "node:assert/strict";
import { axisBottom, axisLeft, epochTicks, Plot, plot, scales } from "../../lib/figures/plot.ts";
import { document } from "../../lib/figures/svg.ts";
import { assertReadable } from "../helpers/svg_checks.ts";

const area = {
  width: 200,
  height: 100,
  marginTop: 20,
  marginRight: 20,
  marginBottom: 40,
  marginLeft: 40,
};
const axes = scales(area, { domain: [0, 3] }, { domain: [0, 1] });

function chart(...marks: Plot.Markish[]): string {
  return plot({ ...area, ...axes, marks });
}

function file(svg: string): string {
  return document(200, 100, "t", "d", svg);
}

Deno.test("plot() gives the same bytes again, rounded, without style sheet, class or id", () => {
  const draw = () =>
    chart(axisLeft(), axisBottom({ label: "x & y" }), Plot.dot([[1, 1 / 3]], { fill: "#123456" }));
  const svg = draw();
  assert.equal(draw(), svg);
  assert.doesNotMatch(svg, /<style|class=|id=|\d\.\d{3}/);
  assert.match(svg, /<circle cx="86.67" cy="46.67" r="3"\/>/);
  assert.match(svg, />x &amp; y</);
  assertReadable(file(svg));
});

Deno.test("plot() draws at the places that scales() gives", () => {
  const [x, y] = [axes.x.apply(2), axes.y.apply(0.5)];
  assert.deepEqual([Math.round(x), y], [133, 40]);
  assert.match(chart(Plot.dot([[2, 0.5]])), /cx="133.33" cy="40"/);
});

Deno.test("plot() throws when Plot warns, clips, or is given what is not finite", () => {
  const warn = console.warn;
  console.warn = () => {};
  try {
    const dates = Plot.dot([{ x: "2000-01-01" }, { x: "2000-01-02" }], { x: "x" });
    assert.throws(() => plot({ marks: [dates] }), /internal: .* without a warning/);
  } finally {
    console.warn = warn;
  }
  assert.throws(() => chart(Plot.dot([[1, 1]], { clip: true })), /internal: .*plot-clip/);
  assert.throws(() => chart(Plot.dot([[1, 1]], { dx: Infinity })), /internal: .* finite/);
});

Deno.test("assertReadable() sees where a chart's labels are cut off or lie on each other", () => {
  const label = (x: number, options: Plot.TextOptions = {}) =>
    Plot.text([[x, 0.5]], { text: ["label"], fontSize: 12, ...options });
  assertReadable(file(chart(label(1), label(2))));
  assert.throws(() => assertReadable(file(chart(label(1), label(1.2)))), /lie on each other/);
  assert.throws(() => assertReadable(file(chart(label(3, { dx: 10 })))), /is cut off/);
  assert.throws(() => assertReadable(file(chart(label(2, { rotate: 90, dy: 60 })))), /is cut off/);
});

Deno.test("epochTicks() are the first epoch and round ones", () => {
  assert.deepEqual(epochTicks(1, 1), [1]);
  assert.deepEqual(epochTicks(0, 4), [0, 1, 2, 3, 4]);
  assert.deepEqual(epochTicks(1, 87), [1, 20, 40, 60, 80]);
});
