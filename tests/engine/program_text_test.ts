/**
 * The recorded program of a small step of training, as text: a change of what TensorFlow is asked to
 * do shows here. With UPDATE_SNAPSHOTS set, the snapshot is written instead: read it then.
 */
import assert from "node:assert/strict";
import { openEngine } from "../../lib/engine/open.ts";
import { plain } from "../../lib/models/blocks.ts";
import { buildNetwork } from "../../lib/models/build.ts";
import { batchNorm, conv, dropout, globalPool, linear, relu } from "../../lib/models/layers.ts";
import { trainStep } from "../../lib/train/step.ts";
import { TINY_CLASSES, tinyInputs, tinyState } from "../helpers/tiny_network.ts";

const SNAPSHOT = new URL("snapshots/train_step.txt", import.meta.url);

Deno.test("text() shows a step of training as a program", async () => {
  const network = buildNetwork("residual", "Small", TINY_CLASSES, [
    plain("conv", [conv("conv", [3, 8], { kernel: 3, stride: 2, padding: 1 })]),
    plain("norm", [batchNorm("norm", 8)]),
    plain("relu", [relu("relu")]),
    plain("pool", [globalPool("pool", "average")]),
    plain("head", [dropout("head.0", 0.4), linear("head.1", [8, TINY_CLASSES])], "classifier"),
  ]);
  const engine = await openEngine({ precision: "float32" });
  const state = engine.createState(tinyState(network));
  const step = engine.compile(
    "train",
    state,
    trainStep({
      network,
      loss: { kind: "cross-entropy", classWeightPower: 1, gamma: 0 },
      optimizer: { kind: "adamw", learningRate: 1, weightDecay: 1, decayAll: false, clipNorm: 1 },
    }),
  );
  assert.equal(step.text(), "", "nothing is recorded before the first run");
  await step.run(tinyInputs(0));
  const text = step.text() + "\n";
  if (Deno.env.get("UPDATE_SNAPSHOTS")) Deno.writeTextFileSync(SNAPSHOT, text);
  assert.equal(text, Deno.readTextFileSync(SNAPSHOT));
});
