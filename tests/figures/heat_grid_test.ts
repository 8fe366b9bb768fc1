import assert from "node:assert/strict";
import { heatGridFigure } from "../../lib/figures/heat_grid.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";
import { drawnFace, drawnHeat } from "../helpers/synthetic_run.ts";

const heats = ["Grad-CAM", "Grad-CAM++", "HiResCAM", "Occlusion", "Angry", "Disgust", "Fear"].map(
  (name, i) => ({ picture: drawnFace(i), heat: drawnHeat(4, i), name, note: `${i}0.0 %` }),
);
const words = { title: "One face by several methods", caption: "Drawn for a test." };

Deno.test("heatGridFigure() is as in its snapshot", () => {
  const svg = heatGridFigure(heats, words);
  assertReadable(svg);
  assertSnapshot("heat_grid", svg);
});

Deno.test("heatGridFigure() throws when there is no heat map or one is not finite", () => {
  assert.throws(() => heatGridFigure([], words), /there must be some/);
  const heat = { ...drawnHeat(4, 0), values: new Float32Array(16).fill(NaN) };
  assert.throws(() => heatGridFigure([{ ...heats[0]!, heat }], words), /values must be finite/);
});
