/** The table at the top of the README: the report's numbers beside ours. */
import { selectPredictions } from "../metrics/select_predictions.ts";
import { secondsToAccuracy } from "../metrics/time.ts";
import { scoreIntervals } from "../metrics/bootstrap.ts";
import { headlineRun } from "../records/headline.ts";
import type { Run } from "../records/run.ts";
import { predictionsOf } from "./input.ts";
import { REPORT_CLASS_NAMES, REPORT_OPERATIONS, REPORT_SCORES, reportAccuracy } from "./report.ts";
import { type Cell, NONE, type Table } from "./table.ts";
import { budgetAndSeed, percent, shortCount } from "./words.ts";

/**
 * Training time of the report's FER+ run until its validation accuracy first reached what it states:
 * 58 of its 87 epochs by its own curve (`data/report_curves.csv`), about 51 s each.
 */
const REPORT_SECONDS = 58 * 51;

const LEARNT = "neutral learnt too";
const TRANSFERRED = "neutral and FER+’s votes too";

/** The runs that the table is made of; a run that is not recorded is null. */
export interface ResultRuns {
  /** FER+, six classes, by the report's rule. */
  readonly ferplus: Run | null;
  /** The run that reached the report's accuracy on FER+ soonest. */
  readonly quickest: Run | null;
  /** FER+ with neutral as a seventh class, scored on the report's six. */
  readonly ferplusSeven: Run | null;
  /** FER+, run and epoch chosen on PublicTest, duplicates removed. */
  readonly honest: Run | null;
  /** The same with neutral as a seventh class, scored on the report's six. */
  readonly honestSeven: Run | null;
  /** FER-2013, six classes. */
  readonly fer2013: Run | null;
  /** FER-2013 with neutral as a seventh class, scored on the report's six. */
  readonly fer2013Seven: Run | null;
  /** The same, begun from a network that had learnt FER+. */
  readonly fer2013Transferred: Run | null;
}

/**
 * What the report states and what was measured here, a row per claim.
 *
 * @throws Error when no run is given, or one holds no predictions
 */
export function resultsTable(runs: ResultRuns): Table {
  const { ferplus, quickest, ferplusSeven, honest, honestSeven } = runs;
  const { fer2013, fer2013Seven, fer2013Transferred } = runs;
  const rows: Cell[][] = [];
  const add = (
    what: string,
    report: string,
    here: string,
    range: string,
    run: Run,
  ) => rows.push([what, report, { text: here, bold: true }, range, budgetAndSeed(run.config)]);

  if (ferplus) {
    const { accuracy, macroF1 } = intervals(ferplus);
    const flip = ferplus.summary.flip?.validation;
    add(
      "FER+ accuracy (%)",
      percent(REPORT_SCORES.accuracy),
      accuracy.text,
      accuracy.range,
      ferplus,
    );
    add("FER+ macro F1", REPORT_SCORES.macroF1.toFixed(4), macroF1.text, macroF1.range, ferplus);
    if (flip) add("FER+ accuracy with flip (%)", NONE, percent(flip.accuracy), NONE, ferplus);
  }
  const timed = quickest ?? ferplus;
  if (timed) {
    const seconds = secondsToAccuracy(timed.log, REPORT_SCORES.accuracy);
    add(
      `Minutes of training until ${percent(REPORT_SCORES.accuracy)} % on FER+`,
      `${Math.round(REPORT_SECONDS / 60)} (Colab GPU)`,
      seconds === null
        ? "not reached"
        : `${Math.round(seconds / 60)} (${timed.summary.hardware.threads} CPU threads)`,
      NONE,
      timed,
    );
  }
  if (ferplusSeven) {
    const { accuracy, macroF1 } = intervals(askedForSix(ferplusSeven));
    const report = percent(REPORT_SCORES.accuracy);
    add(`FER+ accuracy (%), ${LEARNT}`, report, accuracy.text, accuracy.range, ferplusSeven);
    add(
      `FER+ macro F1, ${LEARNT}`,
      REPORT_SCORES.macroF1.toFixed(4),
      macroF1.text,
      macroF1.range,
      ferplusSeven,
    );
  }
  const unseen = "FER+ accuracy on unseen PrivateTest (%)";
  if (honest) {
    const { accuracy } = intervals(headlineRun(honest));
    add(unseen, NONE, accuracy.text, accuracy.range, honest);
  }
  if (honestSeven) {
    const { accuracy } = intervals(askedForSix(headlineRun(honestSeven)));
    add(`${unseen}, ${LEARNT}`, NONE, accuracy.text, accuracy.range, honestSeven);
  }
  const stated = reportAccuracy("residual-se", "fer2013");
  const report = stated === undefined ? NONE : percent(stated);
  if (fer2013) {
    const { accuracy } = intervals(fer2013);
    add("FER-2013 accuracy (%)", report, accuracy.text, accuracy.range, fer2013);
  }
  if (fer2013Seven) {
    const { accuracy } = intervals(askedForSix(fer2013Seven));
    add(`FER-2013 accuracy (%), ${LEARNT}`, report, accuracy.text, accuracy.range, fer2013Seven);
  }
  if (fer2013Transferred) {
    const { accuracy } = intervals(askedForSix(fer2013Transferred));
    add(
      `FER-2013 accuracy (%), ${TRANSFERRED}`,
      report,
      accuracy.text,
      accuracy.range,
      fer2013Transferred,
    );
  }
  const any = Object.values(runs).find((run) => run !== null);
  if (!any) throw new Error("Cannot make the table of results: no run is recorded yet");
  rows.push([
    "Parameters",
    shortCount(10_018_078),
    shortCount(any.summary.parameters),
    NONE,
    NONE,
  ]);
  const cores = any.summary.hardware.cores;
  const rule = (honest ?? honestSeven) === null
    ? ""
    : "; the unseen PrivateTest score is of the run and epoch chosen on PublicTest, duplicates " +
      "removed from training";
  const sevens = { "FER+": ferplusSeven, "PrivateTest": honestSeven, "FER-2013": fer2013Seven };
  const from = Object.entries(sevens).flatMap(([title, run]) =>
    run === null ? [] : [`${title} from ${run.summary.startedFrom ?? "scratch"}`]
  );
  const learnt = from.length === 0 && fer2013Transferred === null
    ? ""
    : `; “${LEARNT}”: a seven-class network${
      from.length === 0 ? "" : ` (${from.join("; ")})`
    }, its ` +
      "answers to the same pictures scaled to the six classes, its epoch chosen by all seven";
  const transferred = fer2013Transferred === null
    ? ""
    : `; “${TRANSFERRED}”: the same, started from ${fer2013Transferred.summary.startedFrom}, which ` +
      "learnt FER+’s votes on the same training pictures";
  return {
    title: "The report’s numbers beside ours",
    columns: [
      { header: "" },
      { header: "Report", align: "right" },
      { header: "Here", align: "right" },
      { header: "95 %", align: "right" },
      { header: "Budget" },
    ],
    rows,
    caption:
      "Residual-SE network, six classes, from scratch. Accuracy and macro F1 on PublicTest " +
      `+ PrivateTest at the epoch of lowest validation loss (the report’s rule)${rule}${learnt}${transferred}; the ` +
      "report’s macro F1 is of its last epoch, its minutes are those of the 58 epochs that its curve " +
      "takes, at about 51 s each; ours leave evaluation out. 95 %: bootstrap over pictures. Trained on " +
      `${any.summary.hardware.processor}, ${cores} cores. ` +
      `One picture costs ${
        (REPORT_OPERATIONS.multiplyAdds / 1e6).toFixed(1)
      } M multiply-adds in both.`,
  };
}

/** A seven-class run as if it had been asked for the report's classes alone. */
function askedForSix(run: Run): Run {
  const { config, predictions } = run;
  return {
    ...run,
    config: { ...config, data: { ...config.data, classes: REPORT_CLASS_NAMES } },
    predictions: selectPredictions(predictions, config.data.classes, REPORT_CLASS_NAMES),
  };
}

function intervals(run: Run) {
  const { labels, predicted } = predictionsOf(run, "the table of results");
  const { accuracy, macroF1 } = scoreIntervals(labels, predicted, run.config.data.classes.length);
  return {
    accuracy: {
      text: percent(accuracy.estimate),
      range: `${percent(accuracy.low, 1)}–${percent(accuracy.high, 1)}`,
    },
    macroF1: {
      text: macroF1.estimate.toFixed(4),
      range: `${macroF1.low.toFixed(3)}–${macroF1.high.toFixed(3)}`,
    },
  };
}
