import assert from "node:assert/strict";
import type { BackendName } from "../../lib/engine/engine.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { inferenceStep, trainStep } from "../../lib/train/step.ts";
import { assertClose } from "../helpers/backends.ts";
import { tinyInputs, tinyNetwork, tinyState } from "../helpers/tiny_network.ts";

const network = tinyNetwork();

async function logits(backend: BackendName) {
  const engine = await openEngine({ backend });
  const state = engine.createState(tinyState(network));
  const step = engine.compile("infer", state, inferenceStep(network));
  return await step.run({ pictures: tinyInputs(0).pictures! });
}

Deno.test("a network computes the same logits on wasm as on plain JavaScript", async () => {
  assertClose(await logits("wasm"), await logits("cpu"), 1e-5);
});

Deno.test("wasm says that it cannot train", async () => {
  const engine = await openEngine({ backend: "wasm" });
  const step = engine.compile(
    "train",
    engine.createState(tinyState(network)),
    trainStep({
      network,
      loss: { kind: "cross-entropy", classWeightPower: 1, gamma: 0 },
      optimizer: { kind: "adamw", learningRate: 1, weightDecay: 1, decayAll: true, clipNorm: null },
    }),
  );
  const { seed: _seed, ...inputs } = tinyInputs(0);
  const masks = { "mask/classifier.0": { shape: [4, 16], values: new Float32Array(64).fill(1) } };
  await assert.rejects(step.run({ ...inputs, ...masks }), /not registered for backend 'wasm'/);
});
