/** What reproduce writes beside the notebooks: the table of results, and files all at once. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replaceFiles } from "../../apps/reproduce/replace.ts";
import { reportedAccuracy, resultsTable } from "../../apps/reproduce/results.ts";
import { CLASS_LISTS } from "lib/data/classes.ts";
import type { Run, RunConfig } from "lib/records/run.ts";

const config = {
  experiment: "residual-se",
  budget: "fast",
  seed: 1,
  network: { name: "residual-se", pooling: "average" },
  data: { dataset: "ferplus", classes: CLASS_LISTS.six },
  augmentation: "aggressive",
} as unknown as RunConfig;

const run = {
  config,
  summary: { validation: { n: 4451, accuracy: 0.8855, macroF1: 0.79 } },
} as unknown as Run;

Deno.test("reportedAccuracy() finds the report's number of the same task only", () => {
  assert.equal(reportedAccuracy(config), 0.8632);
  assert.equal(reportedAccuracy({ ...config, augmentation: "moderate" }), 0.8558);
  assert.equal(reportedAccuracy({ ...config, augmentation: "batch" }), 0.8632);
  assert.equal(reportedAccuracy({ ...config, augmentation: "none" }), undefined);
  const baseline = { ...config, network: { name: "baseline", pooling: "max" } } as const;
  assert.equal(reportedAccuracy(baseline), 0.7998);
  const seven = { ...config, data: { ...config.data, classes: CLASS_LISTS.seven } };
  assert.equal(reportedAccuracy(seven), undefined);
});

Deno.test("resultsTable() states budget, seed, n and both numbers, and no drawn faces", () => {
  const drawn = { ...run, config: { ...config, data: { ...config.data, dataset: "generated" } } };
  const { rows } = resultsTable([run, drawn as Run]);
  assert.deepEqual(
    rows.map((row) => row.map((cell) => typeof cell === "string" ? cell : cell.text)),
    [
      ["residual-se", "FER+, 6 classes", "Residual-SE", "Aggressive", "fast, seed 1", "4,451"]
        .concat("86.32", "88.55", "0.7900"),
    ],
  );
});

Deno.test("resultsTable() gives a run by the honest rule the score of PrivateTest alone", () => {
  const honest = {
    config: { ...config, data: { ...config.data, validation: "public" } },
    summary: { ...run.summary, private: { n: 2134, accuracy: 0.8, macroF1: 0.7 } },
  } as unknown as Run;
  const [row] = resultsTable([honest]).rows;
  const texts = row!.map((cell) => typeof cell === "string" ? cell : cell.text);
  assert.deepEqual(texts.slice(5), ["2,134 (PrivateTest)", "86.32", "80.00", "0.7000"]);
});

Deno.test("replaceFiles() leaves the files and nothing beside them", () => {
  const folder = mkdtempSync(join(tmpdir(), "replace-"));
  replaceFiles(new Map([[join(folder, "a"), "1"], [join(folder, "b"), "2"]]));
  assert.deepEqual(readdirSync(folder).toSorted(), ["a", "b"]);
  assert.equal(Deno.readTextFileSync(join(folder, "b")), "2");
  rmSync(folder, { recursive: true });
});
