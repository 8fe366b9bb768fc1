import assert from "node:assert/strict";
import { openEngine } from "../../lib/engine/open.ts";
import { transformed } from "../../lib/explain/transformed.ts";
import { initWeights } from "../../lib/models/init.ts";
import { createNetwork } from "../../lib/models/networks.ts";
import { hashedPictures } from "../helpers/hashed_weights.ts";

const network = (name: string) => createNetwork(name, { classes: 6, pooling: "max", size: 32 });
const input = hashedPictures("transformed", 2, 32);

Deno.test("transformed() hands pictures through when the transformer starts as the identity", async () => {
  const engine = await openEngine({ backend: "cpu" });
  const stable = network("stn-stable");
  const seen = await transformed(engine, stable, initWeights(stable, 1), input, 32);
  assert.equal(seen.length, input.length);
  assert.ok(seen.every((value, i) => Math.abs(value - input[i]!) < 1e-4));
  const drawn = network("stn");
  const other = await transformed(engine, drawn, initWeights(drawn, 1), input, 32);
  assert.ok(other.some((value, i) => Math.abs(value - input[i]!) > 0.1));
});

Deno.test("transformed() refuses a network without a transformer", async () => {
  const engine = await openEngine({ backend: "cpu" });
  const plain = network("residual");
  await assert.rejects(
    () => transformed(engine, plain, initWeights(plain, 1), input, 32),
    /Cannot show what residual transforms: it must have a spatial transformer, but has none/,
  );
});
