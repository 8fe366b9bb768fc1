import assert from "node:assert/strict";
import { philox, Random } from "../../lib/data/random.ts";

// Vectors of the Random123 distribution for philox4x32-10: counter, key, output.
const VECTORS: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  [
    ...[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    ...[0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    ...[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0],
    ...[0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

Deno.test("philox() gives the published outputs when run on the published counters and keys", () => {
  for (const vector of VECTORS) {
    const block = Uint32Array.from(vector.slice(0, 4));
    philox(block, vector[4]!, vector[5]!);
    assert.deepEqual([...block], vector.slice(6));
  }
});

Deno.test("Random.at() repeats its numbers when pointed at the same item again", () => {
  const random = new Random();
  const draw = () => Array.from({ length: 9 }, () => random.bits());
  random.at(3, "augmentation", 2, 5);
  const first = draw();
  random.at(4, "order", 1, 0).bits();
  random.at(3, "augmentation", 2, 5);
  assert.deepEqual(draw(), first);
});

Deno.test("Random.at() gives other numbers when seed, stream, epoch or item differ", () => {
  const random = new Random();
  const starts = [
    random.at(1, "augmentation", 1, 1).bits(),
    random.at(2, "augmentation", 1, 1).bits(),
    random.at(1, "order", 1, 1).bits(),
    random.at(1, "augmentation", 2, 1).bits(),
    random.at(1, "augmentation", 1, 2).bits(),
  ];
  assert.equal(new Set(starts).size, starts.length);
});

Deno.test("Random has the right moments when many numbers are drawn", () => {
  const random = new Random().at(11, "sampling");
  const n = 20_000;
  const uniform = Array.from({ length: n }, () => random.uniform());
  const normal = Array.from({ length: n }, () => random.normal());
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / n;
  assert.ok(Math.abs(mean(uniform) - 0.5) < 0.01);
  assert.ok(Math.abs(mean(uniform.map((u) => (u - 0.5) ** 2)) - 1 / 12) < 0.003);
  assert.ok(Math.abs(mean(normal)) < 0.03);
  assert.ok(Math.abs(mean(normal.map((x) => x * x)) - 1) < 0.04);
});
