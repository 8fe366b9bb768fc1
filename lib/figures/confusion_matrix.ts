/** Figure 5 of the report: which emotion is taken for which. */
import { accuracy, classScores, confusion, macroScores } from "../metrics/confusion.ts";
import type { Run } from "../records/run.ts";
import { frame, innerWidth } from "./frame.ts";
import { predictionsOf } from "./input.ts";
import { cellText, matrixCells, matrixNames, matrixShades, matrixShares } from "./matrix.ts";
import { Plot, plot } from "./plot.ts";
import { COLOURS, SIZES } from "./style.ts";
import { textWidth } from "./text.ts";
import { DATASET_TITLES, percent, runText, thousands, titleCase } from "./words.ts";

/**
 * The confusion matrix as a grid: in each cell the share of its row (the true class) in per cent
 * and the number of pictures; the shade follows the share. Below each column its precision.
 *
 * @param run a finished run; a class without pictures has an empty row
 * @returns SVG
 * @throws Error when the run holds no predictions or one is not finite
 */
export function confusionMatrixFigure(run: Run): string {
  const classes = run.config.data.classes;
  const { labels, predicted } = predictionsOf(run, "the confusion matrix");
  const matrix = confusion(labels, predicted, classes.length);
  const perClass = classScores(matrix);
  const rows = classes.map((name, c) => ({ name, n: perClass[c]!.support }));
  const cells = matrixCells(rows, classes, matrix);
  // A class without pictures has no shares.
  const filled = cells.filter(({ row }) => rows.some(({ name, n }) => name === row && n > 0));

  const left = Math.max(...classes.map((name) => textWidth(titleCase(name)))) + 46;
  const width = Math.max(SIZES.half + 60, left + 58 * classes.length + 2 * SIZES.margin);
  const cell = (innerWidth(width) - left) / classes.length;
  const high = Math.min(cell, 50);
  const [top, below] = [40, 24];
  const height = top + high * classes.length + below;
  const margin = { fontSize: SIZES.small, fill: COLOURS.muted };
  const svg = plot({
    width: innerWidth(width),
    height,
    marginTop: top,
    marginRight: 0,
    marginBottom: below,
    marginLeft: left,
    x: { domain: classes, padding: 0, round: false },
    y: { domain: classes, padding: 0, round: false },
    marks: [
      matrixShades(cells),
      matrixShares(filled, { fontSize: SIZES.label, dy: -3 }),
      cellText(filled, ({ count }) => thousands(count), { fontSize: SIZES.tiny, dy: 12 }),
      matrixNames(rows, SIZES.label),
      Plot.text(["predicted"], { ...margin, frameAnchor: "top", dy: -34 }),
      Plot.text(["true"], {
        ...margin,
        frameAnchor: "top-left",
        textAnchor: "end",
        dx: -10,
        dy: -16,
      }),
      Plot.text(["precision"], {
        ...margin,
        frameAnchor: "bottom-left",
        textAnchor: "end",
        dx: -10,
        dy: 18,
      }),
      Plot.text(classes, {
        x: (name: string) => name,
        text: (_: string, c: number) =>
          matrix.every((row) => row[c] === 0) ? "–" : percent(perClass[c]!.precision, 1),
        frameAnchor: "bottom",
        dy: 18,
      }),
    ],
  });
  const macro = macroScores(perClass);
  return frame({
    width,
    title: `Confusion matrix on ${DATASET_TITLES[run.config.data.dataset]}`,
    caption:
      "Per cent of each row, number of pictures below; the diagonal is the recall. Accuracy " +
      `${percent(accuracy(matrix))} %, macro F1 ${macro.f1.toFixed(3)}. ${runText(run)}`,
  }, { height, svg });
}
