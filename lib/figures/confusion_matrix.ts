/** Figure 5 of the report: which emotion is taken for which. */
import { accuracy, classScores, confusion, macroScores } from "../metrics/confusion.ts";
import type { Run } from "../records/run.ts";
import { frame, innerWidth } from "./frame.ts";
import { predictionsOf } from "./input.ts";
import { COLOURS, onSequential, sequential, SIZES } from "./style.ts";
import { rect, text } from "./svg.ts";
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
  const names = classes.map(titleCase);

  const left = Math.max(...names.map((name) => textWidth(name))) + 46;
  const top = 40;
  const width = Math.max(SIZES.half + 60, left + 58 * classes.length + 2 * SIZES.margin);
  const cell = (innerWidth(width) - left) / classes.length;
  const high = Math.min(cell, 50);
  const parts = [
    text(left + (innerWidth(width) - left) / 2, 12, "predicted", {
      anchor: "middle",
      fill: COLOURS.muted,
      size: SIZES.small,
    }),
    text(left - 10, 32, "true", { anchor: "end", fill: COLOURS.muted, size: SIZES.small }),
  ];
  names.forEach((name, c) => {
    const middle = left + (c + 0.5) * cell;
    parts.push(text(middle, 32, name, { anchor: "middle" }));
    const y = top + c * high;
    parts.push(text(left - 10, y + high / 2 - 2, name, { anchor: "end" }));
    parts.push(text(left - 10, y + high / 2 + 12, `n = ${thousands(perClass[c]!.support)}`, {
      anchor: "end",
      size: SIZES.tiny,
      fill: COLOURS.muted,
    }));
    const columnIsEmpty = matrix.every((row) => row[c] === 0);
    parts.push(
      text(
        middle,
        top + high * names.length + 18,
        columnIsEmpty ? "–" : percent(perClass[c]!.precision, 1),
        {
          anchor: "middle",
          size: SIZES.small,
        },
      ),
    );
  });
  matrix.forEach((row, r) => {
    row.forEach((count, c) => {
      const support = perClass[r]!.support;
      const share = support === 0 ? 0 : count / support;
      const [x, y] = [left + c * cell, top + r * high];
      parts.push(rect(x, y, cell, high, { fill: sequential(share), stroke: COLOURS.grid }));
      if (support === 0) return;
      const fill = count === 0 ? COLOURS.muted : onSequential(share);
      parts.push(
        text(x + cell / 2, y + high / 2 + 1, percent(share, 1), {
          anchor: "middle",
          fill,
          weight: r === c ? "bold" : "regular",
        }),
        text(x + cell / 2, y + high / 2 + 15, thousands(count), {
          anchor: "middle",
          fill,
          size: SIZES.tiny,
        }),
      );
    });
  });
  const bottom = top + high * names.length + 18;
  parts.push(text(left - 10, bottom, "precision", {
    anchor: "end",
    fill: COLOURS.muted,
    size: SIZES.small,
  }));
  const macro = macroScores(perClass);
  return frame({
    width,
    title: `Confusion matrix on ${DATASET_TITLES[run.config.data.dataset]}`,
    caption:
      "Per cent of each row, number of pictures below; the diagonal is the recall. Accuracy " +
      `${percent(accuracy(matrix))} %, macro F1 ${macro.f1.toFixed(3)}. ${runText(run)}`,
  }, { height: bottom + 6, svg: parts.join("") });
}
