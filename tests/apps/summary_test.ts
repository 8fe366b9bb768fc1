import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createNetwork, NETWORK_NAMES } from "../../lib/models/networks.ts";

const PATH = fileURLToPath(new URL("../../apps/summary.ts", import.meta.url));

async function summary(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", PATH, ...args],
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), error: text(stderr) };
}

Deno.test("summary --json has the report's counts of residual-se", async () => {
  const { code, out } = await summary("residual-se", "--json");
  assert.equal(code, 0);
  const counts = JSON.parse(out);
  assert.equal(counts.parameters, 10018078);
  assert.equal(counts.multiplyAdds, 793816576);
  assert.ok(Math.abs(counts.convolutionShare - 0.997) < 5e-4);
  const sum = counts.layers.reduce(
    (total: number, layer: { parameters: number }) => total + layer.parameters,
    0,
  );
  assert.equal(sum, counts.parameters);
});

Deno.test("summary shows a line a layer, and takes size, classes and pooling", async () => {
  const { out } = await summary("residual", "--size", "32", "--classes", "seven");
  assert.match(out, /^Residual network, input 32×32×3$/m);
  assert.match(out, /^features\.3\.conv1 +convolution +16×16×128 +73,728 +18,874,368 +0$/m);
  assert.match(out, /^classifier\.1 +linear +7 +3,591 /m);
  assert.match(out, /^total +4,827,719 /m);
});

Deno.test("summary refuses an unknown network and a size out of range", async () => {
  const unknown = await summary("vgg");
  assert.equal(unknown.code, 2);
  assert.match(unknown.error, /^Cannot summarise vgg: it must be one of baseline, stn, stn-stable/);
  assert.equal((await summary("residual", "--size", "8")).code, 2);
});

Deno.test("describe() counts every network's own weights, and SE is what residual-deep lacks", () => {
  const parameters = Object.fromEntries(NETWORK_NAMES.map((name) => {
    const network = createNetwork(name, { classes: 6, pooling: "average", size: 64 });
    const held = network.weights.filter(({ trainable }) => trainable)
      .reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
    assert.equal(network.describe(64).parameters, held, name);
    return [name, held];
  }));
  // Two linear layers a block, c → c/16 → c with biases.
  const excitation = [128, 256, 512, 512].reduce((sum, c) => sum + c * c / 8 + c / 16 + c, 0);
  assert.equal(parameters["residual-se"]! - parameters["residual-deep"]!, excitation);
  assert.equal(parameters["stn"], parameters["stn-stable"]);
});
