import assert from "node:assert/strict";
import { CLASS_LISTS } from "../../lib/data/classes.ts";
import { generateFaces } from "../../lib/data/generated.ts";
import { preprocess } from "../../lib/data/preprocess.ts";
import { countClasses } from "../../lib/data/select.ts";

Deno.test("generateFaces() draws every class equally often, half of validation in each part", () => {
  const { training, validation } = generateFaces({ classes: CLASS_LISTS.eight });
  assert.deepEqual(countClasses(training), new Array(8).fill(75));
  assert.equal(validation.usage.filter((usage) => usage === "public").length, 75);
  assert.equal(validation.usage.filter((usage) => usage === "private").length, 75);
  assert.equal(new Set([...training.rows, ...validation.rows]).size, 750);
});

Deno.test("generateFaces() draws classes that the nearest class mean tells apart", () => {
  const { training, validation } = generateFaces({ classes: CLASS_LISTS.six });
  const size = 24, area = size * size;
  const x = preprocess(training, { size, mean: 0.5, std: 0.25 });
  const means = CLASS_LISTS.six.map(() => new Float64Array(area));
  training.labels.forEach((label, i) => {
    for (let p = 0; p < area; p++) means[label]![p]! += x[i * area + p]! / 100;
  });
  const v = preprocess(validation, { size, mean: 0.5, std: 0.25 });
  const right = validation.labels.filter((label, i) => {
    const distances = means.map((mean) =>
      mean.reduce((sum, value, p) => sum + (value - v[i * area + p]!) ** 2, 0)
    );
    return distances.indexOf(Math.min(...distances)) === label;
  });
  const accuracy = right.length / validation.labels.length;
  assert.ok(accuracy > 0.6, `accuracy ${accuracy}, by chance 0.17`);
  assert.ok(accuracy < 1, "faces must not be told apart by a template alone");
});

Deno.test("generateFaces() draws other faces when the seed is another", () => {
  const draw = (seed: number) => generateFaces({ classes: ["happy", "sad"], training: 4, seed });
  assert.notDeepEqual(draw(1).training.pixels, draw(2).training.pixels);
  assert.deepEqual(draw(1), draw(1));
});

Deno.test("generateFaces() refuses a class that it cannot draw", () => {
  assert.throws(() => generateFaces({ classes: ["happy", "bored"] }), /Cannot use class "bored"/);
});
