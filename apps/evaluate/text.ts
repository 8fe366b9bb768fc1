/** An evaluation for the person: scores, a line a class, the confusion matrix. */
import type { Interval } from "lib/metrics/bootstrap.ts";
import type { Evaluation } from "lib/metrics/evaluation.ts";

/** The evaluation as lines of text. */
export function evaluationText(evaluation: Evaluation): string {
  const { classes, confusion, zeroDivisions } = evaluation;
  const width = Math.max(...classes.map(({ name }) => name.length), "macro".length);
  const row = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(width)}${cells.map((cell) => cell.padStart(11)).join("")}`;
  const { macroPrecision, macroRecall, macroF1 } = evaluation;
  return [
    `accuracy           ${percent(evaluation.accuracy)} %  ${
      interval(evaluation.accuracyInterval, percent)
    }`,
    `macro F1           ${fixed(macroF1)}  ${interval(evaluation.macroF1Interval, fixed)}`,
    `log loss           ${fixed(evaluation.logLoss)}`,
    `calibration error  ${fixed(evaluation.calibrationError)}`,
    `pictures           ${evaluation.n}`,
    "",
    row("", ["precision", "recall", "F1", "pictures"]),
    ...classes.map(({ name, precision, recall, f1, support, f1Interval }) =>
      row(name, [...[precision, recall, f1].map(fixed), `${support}`]) +
      `  F1 ${interval(f1Interval, fixed)}`
    ),
    row("macro", [macroPrecision, macroRecall, macroF1].map(fixed)),
    "",
    "Confusion (a row is the true class):",
    row("", classes.map(({ name }) => name)),
    ...confusion.map((counts, i) => row(classes[i]!.name, counts.map(String))),
    ...zeroDivisions.map((line) => `Defined as 0: ${line}`),
  ].join("\n");
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}

function fixed(value: number): string {
  return value.toFixed(4);
}

function interval({ low, high, level }: Interval, format: (value: number) => string): string {
  return `(${Math.round(100 * level)} %: ${format(low)} to ${format(high)})`;
}
