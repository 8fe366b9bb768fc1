/** The two figures about the data sets themselves. */
import assert from "node:assert/strict";
import { classBalanceFigure } from "lib/figures/class_balance.ts";
import { relabellingFigure } from "lib/figures/relabelling.ts";
import { assertReadable } from "../helpers/svg_checks.ts";

const sets = [
  { title: "A", training: { happy: 30, sad: 10, neutral: 99 } },
  { title: "B & C", training: { happy: 8 } },
] as const;

Deno.test("classBalanceFigure() states shares and counts of the classes asked for", () => {
  const svg = classBalanceFigure(sets, ["happy", "sad"]);
  assertReadable(svg);
  for (const part of ["A: 75.0 % (30)", "25.0 % (10)", "B &amp; C: 100.0 % (8)", "0.0 % (0)"]) {
    assert(svg.includes(part), part);
  }
  assert(!svg.includes("99"));
});

Deno.test("classBalanceFigure() throws when a data set has no such class", () => {
  assert.throws(() => classBalanceFigure(sets, ["disgust"]), /A must have a picture/);
});

Deno.test("relabellingFigure() gives shares of rows, the rest as none, and the share kept", () => {
  const rows = [
    { label: "happy", n: 10, to: { happy: 6, sad: 3 } },
    { label: "sad", n: 0, to: {} },
  ];
  const svg = relabellingFigure(rows, ["happy", "sad"]);
  assertReadable(svg);
  for (const part of ["60.0", "30.0", "10.0", "n = 10 pictures", "60.0 % keep"]) {
    assert(svg.replaceAll(/\s+/g, " ").includes(part), part);
  }
  assert.throws(() => relabellingFigure([], ["happy"]), /there must be a class/);
});
