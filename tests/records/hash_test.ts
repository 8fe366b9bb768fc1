import assert from "node:assert/strict";
import { canonicalJson, configHash } from "../../lib/records/hash.ts";
import type { RunConfig } from "../../lib/records/run.ts";
import { syntheticConfig } from "../helpers/synthetic_run.ts";

Deno.test("canonicalJson() sorts keys at every depth and keeps the order of arrays", () => {
  assert.equal(
    canonicalJson({ b: [2, { d: null, c: "x" }], a: true }),
    '{"a":true,"b":[2,{"c":"x","d":null}]}',
  );
});

Deno.test("canonicalJson() throws when JSON would change a value", () => {
  assert.throws(() => canonicalJson({ a: NaN }), /numbers must be finite, but one is NaN/);
  assert.throws(() => canonicalJson({ a: undefined }), /must be plain data, but one is undefined/);
});

Deno.test("configHash() is the same when the keys come in another order", () => {
  const config = syntheticConfig();
  const turned = Object.fromEntries(Object.entries(config).reverse()) as unknown as RunConfig;
  assert.equal(configHash(turned), configHash(config));
  assert.match(configHash(config), /^[0-9a-f]{64}$/);
});

Deno.test("configHash() changes with any setting", () => {
  const config = syntheticConfig();
  const changed = [
    syntheticConfig({ seed: 2 }),
    syntheticConfig({ stages: [{ size: 64, epochs: 13 }] }),
    syntheticConfig({ loss: { ...config.loss, gamma: 1 } }),
  ];
  const hashes = new Set([config, ...changed].map(configHash));
  assert.equal(hashes.size, 4);
});
