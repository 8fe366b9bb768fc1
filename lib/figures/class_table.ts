/** Table 2 of the report: precision, recall and F1 of each class, the report beside a run of ours. */
import { scoreIntervals } from "../metrics/bootstrap.ts";
import { classScores, confusion, macroScores } from "../metrics/confusion.ts";
import type { Run } from "../records/run.ts";
import { predictionsOf } from "./input.ts";
import { REPORT_CLASS_NAMES, REPORT_CLASSES, REPORT_SCORES } from "./report.ts";
import { type Cell, NONE, type Table } from "./table.ts";
import { DATASET_TITLES, runText, thousands, titleCase } from "./words.ts";

const SCORES = ["precision", "recall", "f1"] as const;

/**
 * @param run a finished run. Only residual-SE on FER+ with the report's classes has the report beside it
 * @throws Error when the run holds no predictions
 */
export function classTable(run: Run): Table {
  const { classes, dataset } = run.config.data;
  const { labels, predicted } = predictionsOf(run, "Table 2");
  const perClass = classScores(confusion(labels, predicted, classes.length));
  const intervals = scoreIntervals(labels, predicted, classes.length);
  const sameTask = dataset === "ferplus" && run.config.network.name === "residual-se" &&
    classes.join() === REPORT_CLASS_NAMES.join();
  const two = (value: number) => value.toFixed(2);
  const range = ({ low, high }: { low: number; high: number }) => `${two(low)}–${two(high)}`;

  const rows: Cell[][] = classes.map((name, c) => {
    const here = perClass[c]!;
    const empty = here.support === 0;
    return [
      titleCase(name),
      thousands(here.support),
      ...(sameTask ? SCORES.map((key) => two(REPORT_CLASSES[c]![key])) : []),
      ...SCORES.map((key) => empty ? NONE : two(here[key])),
      empty ? NONE : range(intervals.f1[c]!),
    ];
  });
  const macro = macroScores(perClass);
  const four = (value: number) => value.toFixed(4);
  rows.push([
    { text: "Macro mean", bold: true },
    thousands(labels.length),
    ...(sameTask
      ? [REPORT_SCORES.macroPrecision, REPORT_SCORES.macroRecall, REPORT_SCORES.macroF1].map(four)
      : []),
    ...[macro.precision, macro.recall].map(four),
    { text: four(macro.f1), bold: true },
    range(intervals.macroF1),
  ]);
  rows.push([
    { text: "Accuracy", bold: true },
    thousands(labels.length),
    ...(sameTask ? [NONE, NONE, four(REPORT_SCORES.accuracy)] : []),
    NONE,
    NONE,
    { text: four(intervals.accuracy.estimate), bold: true },
    range(intervals.accuracy),
  ]);
  return {
    title: `${sameTask ? "Table 2. " : ""}Scores per class on ${DATASET_TITLES[dataset]}`,
    columns: [
      { header: "Class" },
      { header: "n", align: "right" },
      ...(sameTask ? ["Report", "Here"] : ["Here"]).flatMap((group) =>
        ["Precision", "Recall", "F1"].map((header) => ({ header, group, align: "right" as const }))
      ),
      { header: "95 %", group: "Here", align: "right" },
    ],
    rows,
    parts: [classes.length],
    caption:
      (sameTask
        ? "The report’s classes and macro means are of its last epoch, its accuracy of the " +
          "checkpoint with the lowest validation loss; ours are all of one checkpoint. "
        : "") +
      "A class that is never predicted has precision 0. 95 %: bootstrap over pictures, " +
      `2,000 resamples, of F1 and accuracy. ${runText(run)}`,
  };
}
