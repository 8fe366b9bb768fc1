import assert from "node:assert/strict";
import { epochOrder } from "../../lib/data/batches.ts";

const labels = Uint8Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : i < 97 ? 1 : 2));
const base = { n: 100, seed: 1, epoch: 1, labels, classes: 3 } as const;

Deno.test("epochOrder() shows every picture once when sampling is uniform", () => {
  const order = epochOrder({ ...base, sampling: "uniform" });
  assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length: 100 }, (_, i) => i));
  assert.notDeepEqual([...order], Array.from({ length: 100 }, (_, i) => i));
});

Deno.test("epochOrder() repeats itself when seed and epoch do, and only then", () => {
  const order = [...epochOrder({ ...base, sampling: "uniform" })];
  assert.deepEqual([...epochOrder({ ...base, sampling: "uniform" })], order);
  assert.notDeepEqual([...epochOrder({ ...base, epoch: 2, sampling: "uniform" })], order);
  assert.notDeepEqual([...epochOrder({ ...base, seed: 2, sampling: "uniform" })], order);
});

Deno.test("epochOrder() draws every class equally often when sampling is balanced", () => {
  const order = epochOrder({ ...base, sampling: "balanced" });
  const perClass = [0, 0, 0];
  const perPicture = new Map<number, number>();
  for (const index of order) {
    perClass[labels[index]!]!++;
    perPicture.set(index, (perPicture.get(index) ?? 0) + 1);
  }
  assert.deepEqual(perClass, [34, 33, 33]);
  // 33 draws from 7 pictures: none is drawn a sixth time before all were drawn four times.
  const rare = Array.from({ length: 7 }, (_, i) => perPicture.get(90 + i)!);
  assert.deepEqual([Math.min(...rare), Math.max(...rare)], [4, 5]);
});

Deno.test("epochOrder() refuses balanced draws when a class has no picture", () => {
  assert.throws(
    () => epochOrder({ ...base, classes: 4, sampling: "balanced" }),
    /class 3 has none/,
  );
});
