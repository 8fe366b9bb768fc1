/**
 * Trains the tiny network in a process of its own, prints what it holds on to, and ends in the way
 * that is asked for.
 *
 *     deno run -A training.ts STEPS end|throw|exit
 */
import * as tf from "@tensorflow/tfjs-core";
import { openEngine } from "../../../lib/engine/open.ts";
import { liveHandles } from "../../../lib/engine/tensors.ts";
import { trainStep } from "../../../lib/train/step.ts";
import { tinyInputs, tinyNetwork, tinyState } from "../../helpers/tiny_network.ts";

/** What the process holds after some steps. */
export interface Held {
  readonly handles: number;
  readonly tensors: number;
  readonly bytes: number;
}

const [steps, ending] = [Number(Deno.args[0]), Deno.args[1]];
const engine = await openEngine({ precision: "float32" });
const network = tinyNetwork();
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
const held: Held[] = [];
for (let t = 0; t < steps; t++) {
  await step.run(tinyInputs(t, { batch: t % 10 === 9 ? 3 : 4 }));
  await state.get("classifier.1.weight");
  held.push({
    handles: liveHandles(),
    tensors: tf.memory().numTensors,
    bytes: Deno.memoryUsage().rss,
  });
}
console.log(JSON.stringify(held));
if (ending === "throw") throw new Error("on purpose");
if (ending === "exit") Deno.exit(7);
