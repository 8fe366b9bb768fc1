import assert from "node:assert/strict";
import { CATALOGUE, entrySvg, type FigureSources } from "../../lib/figures/catalogue.ts";
import { readReportCurves } from "../../lib/records/report_curves.ts";
import { networkDescriptions } from "../helpers/network_descriptions.ts";
import { syntheticAblation, syntheticNetworkRuns, syntheticRun } from "../helpers/synthetic_run.ts";
import { syntheticStudy } from "../helpers/synthetic_study.ts";
import { assertReadable } from "../helpers/svg_checks.ts";

const data = syntheticRun().config.data;
const sources: FigureSources = {
  runs: [
    ...(["ferplus", "fer2013"] as const).map((dataset) =>
      syntheticRun({ config: { budget: "fast", data: { ...data, dataset } } })
    ),
    ...syntheticAblation(),
    ...syntheticNetworkRuns(),
  ],
  networks: networkDescriptions(),
  reportCurves: await readReportCurves(),
  studies: [syntheticStudy()],
};

Deno.test("CATALOGUE names every figure once", () => {
  const names = CATALOGUE.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});

Deno.test("CATALOGUE names functions that are in the files it names", async () => {
  for (const { functionName, file } of CATALOGUE) {
    const module = await import(`../../lib/figures/${file}`) as Record<string, unknown>;
    assert.equal(typeof module[functionName], "function", `${functionName} in ${file}`);
  }
});

for (const entry of CATALOGUE) {
  Deno.test(`CATALOGUE's ${entry.name} is readable, and the same when made again`, () => {
    const made = entry.make(sources);
    assert.ok(made !== null, "the sources hold what it needs");
    const svg = entrySvg(made);
    assertReadable(svg);
    assert.equal(entrySvg(entry.make(sources)!), svg);
  });
}

Deno.test("CATALOGUE leaves out what is not recorded", () => {
  const made = CATALOGUE.filter((entry) =>
    entry.make({ ...sources, runs: [], studies: [] }) !== null
  );
  assert.ok(made.length > 0);
  assert.ok(made.every(({ needs }) => /description|nothing/.test(needs)));
});
