import assert from "node:assert/strict";
import {
  applyAlbumentations,
  applyBatch,
  augmentInto,
  type AugmentOptions,
} from "../../lib/data/augment.ts";
import { type AugmentParameters, identityParameters } from "../../lib/data/augment_parameters.ts";
import { generateFaces } from "../../lib/data/generated.ts";
import { type GreyPictures, normaliseTable, preprocess } from "../../lib/data/preprocess.ts";
import record from "../fixtures/augment/cases.json" with { type: "json" };

const pictures: GreyPictures = {
  width: 48,
  height: 48,
  pixels: Uint8Array.from(record.pictures.flatMap((text) => [...bytes(text)])),
};

function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

type Given = Partial<Omit<AugmentParameters, "boxes">> & { readonly boxes?: number[][] };

function parametersOf({ boxes = [], ...rest }: Given): AugmentParameters {
  const parameters = identityParameters();
  parameters.boxes.set(boxes.flat());
  const warp = rest.angle !== undefined;
  return Object.assign(parameters, rest, { warp, holes: boxes.length });
}

/** Greatest and mean difference in grey levels. */
function compare(found: Float32Array, expected: Uint8Array): { greatest: number; mean: number } {
  const differences = Array.from(expected, (value, i) => Math.abs(value - found[i]! * 255));
  return {
    greatest: Math.max(...differences),
    mean: differences.reduce((a, b) => a + b, 0) / differences.length,
  };
}

// Mean 0 and deviation 1 leave grey values on a scale of 0 to 1.
const table = normaliseTable({ mean: 0, std: 1 });

Deno.test("applyAlbumentations() gives Albumentations' pixels when the parameters are fixed", () => {
  for (const { picture, size, parameters, pixels } of record.cases) {
    const out = new Float32Array(size * size);
    const given = parametersOf(parameters as Given);
    applyAlbumentations(out, 0, pictures, picture, given, size, table);
    const { greatest, mean } = compare(out, bytes(pixels));
    const name = `picture ${picture} at ${size}: ${JSON.stringify(parameters)}`;
    // At the native size flips, tones, blur and holes are exact. Resizing and warping round like
    // OpenCV's portable code, its vector code may differ by a level, and contrast can double that.
    const exact = size === 48;
    assert.ok(greatest < (exact ? 1e-4 : 2.01), `${name}: differs by ${greatest}`);
    assert.ok(mean < 0.02, `${name}: differs by ${mean} on average`);
  }
});

Deno.test("applyBatch() gives the pixels of PyTorch's grid_sample when the parameters are fixed", () => {
  for (const { picture, size, parameters, pixels } of record.batch) {
    const out = new Float32Array(size * size);
    applyBatch(out, 0, pictures, picture, parametersOf(parameters), { size, mean: 0, std: 1 });
    // Half a level comes from rounding the fixture.
    assert.ok(compare(out, bytes(pixels)).greatest < 0.52, JSON.stringify(parameters));
  }
});

Deno.test("applyBatch() erases its rectangle with the normalised value when there is one", () => {
  const out = new Float32Array(32 * 32);
  const given = Object.assign(parametersOf({ boxes: [[4, 6, 10, 5]] }), { fill: -0.75 });
  applyBatch(out, 0, pictures, 0, given, { size: 32, mean: 0.5, std: 0.25 });
  const erased = [...out].flatMap((value, i) => (value === -0.75 ? [i] : []));
  assert.equal(erased.length, 50);
  assert.deepEqual([erased[0], erased.at(-1)], [6 * 32 + 4, 10 * 32 + 13]);
});

const { training } = generateFaces({ classes: ["happy", "sad"], training: 40 });
const base = { seed: 3, epoch: 2, size: 64, mean: 0.5, std: 0.25 } as const;

function augmented(indices: number[], options: AugmentOptions): Float32Array {
  const out = new Float32Array(indices.length * options.size ** 2);
  augmentInto(out, training, indices, options);
  return out;
}

Deno.test("augmentInto() gives the one preprocessing when the strategy is none", () => {
  const out = augmented([5, 0, 17], { ...base, strategy: "none" });
  assert.deepEqual(out, preprocess(training, base, [5, 0, 17]));
});

Deno.test("augmentInto() gives a picture the same input whatever its place in the batch", () => {
  for (const strategy of ["aggressive", "batch"] as const) {
    const all = augmented([0, 1, 2, 3, 4, 5, 6, 7], { ...base, strategy });
    const some = augmented([6, 2], { ...base, strategy });
    assert.deepEqual(some.subarray(0, 4096), all.subarray(6 * 4096, 7 * 4096));
    assert.deepEqual(some.subarray(4096), all.subarray(2 * 4096, 3 * 4096));
  }
});

Deno.test("augmentInto() gives other input when the seed or the epoch is another", () => {
  for (const strategy of ["horizontal", "vertical", "moderate", "aggressive", "batch"] as const) {
    const all = [...training.labels.keys()];
    const first = augmented(all, { ...base, strategy });
    assert.notDeepEqual(augmented(all, { ...base, epoch: 3, strategy }), first, strategy);
    assert.notDeepEqual(augmented(all, { ...base, seed: 4, strategy }), first, strategy);
  }
});

Deno.test("augmentInto() refuses an index outside of the set and a short output", () => {
  assert.throws(() => augmented([40], { ...base, strategy: "none" }), /picture 40: there are 40/);
  assert.throws(
    () => augmentInto(new Float32Array(5), training, [0], { ...base, strategy: "none" }),
    /out must hold 4096 values, but holds 5/,
  );
});
