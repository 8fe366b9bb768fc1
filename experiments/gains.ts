/**
 * What one change to an experiment brings, picture by picture: both runs answered the same
 * validation pictures, so their difference is known far better than either score.
 */
import { compareRuns, type Comparison } from "lib/metrics/compare.ts";
import type { Row } from "lib/notebook/table.ts";
import type { Prediction, Run } from "lib/records/run.ts";

/** A row of a table that compares runs with a control. */
export function gainRow(control: Run, run: Run, name: string): Row {
  const classes = control.config.data.classes;
  const compared = compareRuns(
    control.predictions,
    sharedPredictions(run.predictions, control.predictions),
    classes,
  );
  return { run: name, ...gains(compared) };
}

function gains({ n, accuracy, macroF1, onlyFirst, onlySecond, p }: Comparison): Row {
  const points = (value: number) => (100 * value).toFixed(2);
  return {
    n,
    "accuracy, points": signed(points(accuracy.estimate)),
    "95 %": `${points(accuracy.low)} to ${points(accuracy.high)}`,
    "macro F1": signed(macroF1.estimate.toFixed(4)),
    "95 % of it": `${macroF1.low.toFixed(4)} to ${macroF1.high.toFixed(4)}`,
    "right only before": onlyFirst,
    "right only now": onlySecond,
    p: p < 0.001 ? "< .001" : p.toFixed(3),
    accurate: accuracy.low > 0 ? "more" : accuracy.high < 0 ? "less" : "not told apart",
  };
}

function signed(text: string): string {
  return text.startsWith("-") ? text : `+${text}`;
}

/**
 * Predictions of the control's pictures alone, under the control's row names: merged data sets name
 * a row `ferplus:123`, and hold others besides.
 */
export function sharedPredictions(
  predictions: readonly Prediction[],
  control: readonly Prediction[],
): Prediction[] {
  const known = new Set(control.map(({ row }) => row));
  return predictions.flatMap((prediction) => {
    const row = prediction.row.replace(/^ferplus:/, "");
    return known.has(row) ? [{ ...prediction, row }] : [];
  });
}
