/**
 * Which explanation points at what the network uses: the report's choice of a stage by eye, redone
 * by measurement. A row for each way to explain; controls that never see the network in grey.
 */
import { faithfulnessScores, mostFaithful } from "../metrics/faithfulness.ts";
import type { ExplanationStudy } from "../records/explanation_study.ts";
import { frame, innerWidth } from "./frame.ts";
import { axisBottom, Plot, plot } from "./plot.ts";
import { REPORT_EXPLANATION } from "./report.ts";
import { COLOURS, SIZES } from "./style.ts";

const ROW = 20;
const TITLES: Readonly<Record<string, string>> = {
  "grad-cam": "Grad-CAM",
  "grad-cam-unaligned": "Grad-CAM, unaligned",
  "grad-cam++": "Grad-CAM++",
  "hires-cam": "HiResCAM",
  "occlusion": "Occlusion",
  "centre": "Middle of the picture",
  "random": "Chance",
};
const CONTROLS = ["centre", "random"];

/**
 * Gain (insertion less deletion area) of every way, with its 95 % interval over the private
 * pictures. The dot in the accent colour is the way that was best on the public ones; the ring is
 * the reference.
 *
 * @param reference the report's choice unless said
 * @throws Error when the study lacks the reference or a part of the pictures
 */
export function faithfulnessFigure(
  study: ExplanationStudy,
  reference: { readonly method: string; readonly stage: string | null } = REPORT_EXPLANATION,
): string {
  const chosen = mostFaithful(
    faithfulnessScores(study, "public", reference).filter(({ method }) =>
      !CONTROLS.includes(method)
    ),
  );
  const rows = faithfulnessScores(study, "private", reference).map((score) => ({
    row: nameOf(score),
    x: score.gain.estimate,
    low: score.gain.low,
    high: score.gain.high,
    value: score.gain.estimate.toFixed(3),
    colour: nameOf(score) === nameOf(chosen)
      ? COLOURS.accent
      : CONTROLS.includes(score.method)
      ? COLOURS.other
      : COLOURS.ours,
  }));
  const marked = rows.filter(({ row }) => row === nameOf(reference));
  const height = rows.length * ROW + 40;
  const low = Math.min(0, ...rows.map((row) => row.low));
  const chart = plot({
    width: innerWidth(SIZES.full),
    height,
    marginTop: 0,
    marginRight: 52,
    marginBottom: 40,
    marginLeft: 210,
    x: { domain: [low, Math.max(...rows.map((row) => row.high))], nice: true },
    y: { type: "band", domain: rows.map(({ row }) => row), padding: 0 },
    marks: [
      Plot.gridX({ ticks: 6, stroke: COLOURS.grid, strokeOpacity: 1 }),
      axisBottom({ ticks: 6, label: "insertion area − deletion area" }),
      Plot.axisY({
        tickSize: 0,
        tickPadding: 8,
        fontSize: SIZES.small,
        fill: COLOURS.ink,
        label: null,
      }),
      Plot.ruleY(rows, {
        y: "row",
        x1: "low",
        x2: "high",
        stroke: "colour",
        strokeWidth: 4,
        strokeOpacity: 0.45,
      }),
      Plot.dot(marked, {
        y: "row",
        x: "x",
        r: 7.5,
        stroke: COLOURS.ink,
        strokeWidth: 1.25,
        fill: COLOURS.paper,
      }),
      Plot.dot(rows, { y: "row", x: "x", r: 4, fill: "colour" }),
      Plot.text(rows, {
        y: "row",
        frameAnchor: "right",
        dx: 48,
        text: "value",
        fontSize: SIZES.small,
        textAnchor: "end",
      }),
    ],
  });
  const count = (usage: string) =>
    study.pictures.filter((picture) => picture.usage === usage).length;
  return frame({
    width: SIZES.full,
    title: "Which explanation points at what the network uses",
    caption:
      "The hottest pixels are taken away, or brought back, first: the more the probability " +
      "of the predicted class falls, or rises, the further right. Dot and line: mean and 95 % " +
      `bootstrap interval over n = ${count("private")} pictures of PrivateTest; in the accent ` +
      `colour the way that was best on n = ${count("public")} of PublicTest; ringed, the ` +
      "report’s choice by eye, laid over the picture without regard to where its cells look; " +
      "grey, maps that never see the network. Removed pixels are the " +
      `data set’s mean grey; ${study.steps} steps. Network: ${study.run}.`,
  }, { height, svg: chart });
}

function nameOf(
  { method, stage }: { readonly method: string; readonly stage: string | null },
): string {
  const title = TITLES[method] ?? method;
  return stage === null ? title : `${title}, ${stage}`;
}
