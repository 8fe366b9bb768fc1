import assert from "node:assert/strict";
import {
  classifierFigure,
  featureExtractorFigure,
  residualBlockFigure,
  squeezeExcitationFigure,
} from "../../lib/figures/architecture.ts";
import { networkFigure } from "../../lib/figures/network_figure.ts";
import { networkDescriptions } from "../helpers/network_descriptions.ts";
import { assertReadable, assertSnapshot } from "../helpers/svg_checks.ts";

const descriptions = networkDescriptions();
const named = (name: string) => descriptions.find((each) => each.name === name)!;
const residualSe = named("residual-se");

const figures = {
  featureExtractorFigure,
  classifierFigure,
  residualBlockFigure,
  squeezeExcitationFigure,
  networkFigure,
};
for (const [name, draw] of Object.entries(figures)) {
  Deno.test(`${name}() of residual-se is as in its snapshot`, () => {
    const svg = draw(residualSe);
    assertReadable(svg);
    assertSnapshot(name, svg);
  });
}

for (const description of descriptions) {
  Deno.test(`networkFigure() and its parts are readable for ${description.name}`, () => {
    assertReadable(networkFigure(description));
    assertReadable(featureExtractorFigure(description));
    assertReadable(classifierFigure(description));
  });
}

Deno.test("residualBlockFigure() draws every residual block by its name", () => {
  for (const { name, kind } of residualSe.blocks) {
    if (kind !== "residual-se") continue;
    const svg = residualBlockFigure(residualSe, name);
    assertReadable(svg);
    assert.match(svg, new RegExp(`Residual block ${name.replace(".", "\\.")}`));
    assertReadable(squeezeExcitationFigure(residualSe, name));
  }
  assert.doesNotMatch(residualBlockFigure(named("residual")), />SE</);
});

Deno.test("drawings change when the network changes", () => {
  assert.notEqual(networkFigure(named("residual-deep")), networkFigure(residualSe));
  assert.match(featureExtractorFigure(networkDescriptions("max").at(-1)!), />Max over</);
});

Deno.test("drawings of a part throw when the network lacks it, with what it has", () => {
  const baseline = named("baseline");
  assert.throws(() => residualBlockFigure(baseline), /of baseline: it must have one, but has none/);
  assert.throws(() => squeezeExcitationFigure(named("residual")), /but has none/);
  assert.throws(
    () => residualBlockFigure(residualSe, "features.9"),
    /block features\.9 of residual-se: .* features\.3, features\.4, features\.5, features\.6/,
  );
  assert.throws(() => networkFigure({ ...residualSe, blocks: [] }), /must have blocks/);
  assert.throws(
    () => classifierFigure({ ...residualSe, blocks: [] }),
    /Cannot draw the classifier/,
  );
});
