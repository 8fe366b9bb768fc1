import assert from "node:assert/strict";
import {
  contactSheetFigure,
  exampleFigure,
  gradCamFigure,
  stagesFigure,
} from "../../lib/figures/grad_cam.ts";
import { CLASSES, drawnFace, drawnHeat } from "../helpers/synthetic_run.ts";
import { syntheticStudy } from "../helpers/synthetic_study.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

const faces = CLASSES.map((label, i) => ({
  picture: drawnFace(i),
  heat: drawnHeat(4, i),
  label,
  predicted: i === 3 ? "sad" : label,
  probability: 0.95 - 0.1 * i,
}));
const options = { title: "Where the network looks", source: "Drawn faces, made up for this test." };

Deno.test("gradCamFigure() is as in its snapshot, a mistake set off", () => {
  const svg = gradCamFigure(faces, options);
  assertReadable(svg);
  assertSnapshot("grad_cam", svg);
  assert.match(svg, />is Happy</);
});

Deno.test("stagesFigure() is as in its snapshot", () => {
  const stages = [16, 8, 4].map((side, i) => ({
    stage: `features.${i + 4}`,
    heat: drawnHeat(side, 0),
  }));
  const svg = stagesFigure(faces[0]!, stages, options);
  assertReadable(svg);
  assertSnapshot("stages", svg);
});

Deno.test("exampleFigure() draws a study's example at each of its stages", () => {
  const svg = exampleFigure(syntheticStudy());
  assertReadable(svg);
  for (
    const words of ["A drawn face", "features.5", "2 × 2 map", "features.6", "synthetic/smoke"]
  ) {
    assert.ok(svg.includes(words), words);
  }
});

Deno.test("contactSheetFigure() is as in its snapshot, the most confident first", () => {
  const svg = contactSheetFigure([...faces].reverse().concat(faces), options);
  assertReadable(svg);
  assertSnapshot("contact_sheet", svg);
  assert.ok(svg.indexOf(">Angry 95 %<") < svg.indexOf(">Disgust 85 %<"));
});

Deno.test("gradCamFigure() draws a heat map of zeros without a contour", () => {
  const heat = { width: 4, height: 4, values: new Float32Array(16) };
  const svg = gradCamFigure([{ ...faces[0]!, heat }], options);
  assertReadable(svg);
  assert.doesNotMatch(svg, /<path/);
});

Deno.test("figures of faces throw without faces, on NaN, and on pixels that do not fit", () => {
  assert.throws(() => gradCamFigure([], options), /there must be faces, but are none/);
  assert.throws(() => contactSheetFigure([], options), /there must be faces, but are none/);
  assert.throws(() => stagesFigure(faces[0]!, [], options), /Cannot draw Grad-CAM of stages/);
  const heat = { width: 2, height: 1, values: [0, NaN] };
  assert.throws(() => gradCamFigure([{ ...faces[0]!, heat }], options), /values must be finite/);
  const picture = { ...drawnFace(0), width: 50 };
  assert.throws(
    () => contactSheetFigure([{ ...faces[0]!, picture }], options),
    /must have 50 × 48 × 1 values, but has 2304/,
  );
});
