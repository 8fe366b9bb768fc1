/** A comparison of explanations made up for tests, as plain as its numbers can be told by heart. */
import { REPORT_EXPLANATION } from "../../lib/figures/report.ts";
import type { ExplanationStudy } from "../../lib/records/explanation_study.ts";
import { syntheticSummary } from "./synthetic_run.ts";

const COUNT = 40;

/**
 * Two ways on 40 pictures, public and private by turns. The first, the report's, has a deletion of .3 and
 * insertions spread evenly around .6; the second deletes better by .1 on every picture.
 */
export function syntheticStudy(): ExplanationStudy {
  const spread = Array.from(
    { length: COUNT },
    (_, i) => (Math.floor(i / 2) % 2 === 0 ? 0.2 : -0.2),
  );
  const insertion = spread.map((by) => 0.6 + by);
  const deletion = insertion.map(() => 0.3);
  const { hardware, versions, commit, finishedAt } = syntheticSummary();
  return {
    format: 1,
    run: "synthetic/smoke-seed1",
    weights: "0".repeat(64),
    steps: 16,
    pictures: insertion.map((_, i) => ({
      row: String(i),
      usage: i % 2 === 0 ? "public" : "private",
      label: "happy",
      predicted: "happy",
    })),
    methods: [
      { ...REPORT_EXPLANATION, side: 4, deletion, insertion, empty: 0 },
      {
        ...{ method: "occlusion", stage: null, side: 8, insertion, empty: 1 },
        deletion: deletion.map((value) => value - 0.1),
      },
    ],
    example: {
      ...{ name: "A drawn face", label: "happy", predicted: "happy", probability: 0.9 },
      picture: { width: 2, height: 2, pixels: [0, 80, 160, 240] },
      stages: [
        { stage: "features.5", width: 2, height: 2, shift: 0.1, values: [0, 0.5, 0.5, 1] },
        { stage: "features.6", width: 1, height: 1, shift: 0.2, values: [1] },
      ],
    },
    ...{ hardware, versions, commit, finishedAt },
    dataHashes: {},
    seconds: 1,
  };
}
