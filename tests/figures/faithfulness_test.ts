import assert from "node:assert/strict";
import { faithfulnessFigure } from "../../lib/figures/faithfulness.ts";
import { syntheticStudy } from "../helpers/synthetic_study.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

Deno.test("faithfulnessFigure() is as in its snapshot", () => {
  const study = syntheticStudy();
  const [first] = study.methods;
  const chance = {
    ...first!,
    method: "random",
    stage: null,
    deletion: first!.insertion,
    insertion: first!.deletion,
  };
  const svg = faithfulnessFigure({ ...study, methods: [...study.methods, chance] });
  assertReadable(svg);
  assertSnapshot("faithfulness", svg);
});

Deno.test("faithfulnessFigure() refuses a study without the reference or without private pictures", () => {
  const study = syntheticStudy();
  assert.throws(() => faithfulnessFigure(study, { method: "grad-cam", stage: "x" }), /must be in/);
  const pictures = study.pictures.map((picture) => ({ ...picture, usage: "public" as const }));
  assert.throws(() => faithfulnessFigure({ ...study, pictures }), /one picture/);
});
