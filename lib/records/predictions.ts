/**
 * `predictions.csv`: what the chosen weights said about every validation picture. All scores and
 * figures of a run are computed from it, so the probabilities keep every bit of their float32.
 */
import { csvLine, float32, parseCsv, plainText } from "./csv.ts";
import type { Prediction } from "./run.ts";

const USAGES = ["training", "public", "private", "validation"] as const;

/** How far a row of float32 probabilities may be from summing to 1. */
const SUM_TOLERANCE = 1e-4;

/**
 * The text of `predictions.csv`: a header `row,usage,label,<class names>`, then a line a picture.
 *
 * @throws Error when a probability is not finite or a label is not one of the classes
 */
export function formatPredictions(
  predictions: readonly Prediction[],
  classes: readonly string[],
): string {
  const lines = [csvLine(["row", "usage", "label", ...classes])];
  for (const prediction of predictions) {
    const problem = predictionProblem(prediction, classes);
    if (problem) throw new Error(`Cannot write predictions: row ${prediction.row} ${problem}`);
    const { row, usage, label, probabilities } = prediction;
    lines.push(csvLine([row, usage, label, ...probabilities.map(float32)]));
  }
  return lines.join("\n") + "\n";
}

/**
 * Reads the text of `predictions.csv` back.
 *
 * @param classes the class names that the run's configuration states, in order
 * @throws Error naming the line: other columns than the classes, an unknown usage or label, a
 * probability outside 0 to 1, a row that does not sum to 1
 */
export function parsePredictions(text: string, classes: readonly string[]): Prediction[] {
  const [header = [], ...lines] = parseCsv(text);
  const expected = ["row", "usage", "label", ...classes];
  if (header.join(",") !== expected.join(",")) {
    throw new Error(
      `Cannot read predictions: columns must be ${expected.join(",")}, but are ${header.join(",")}`,
    );
  }
  return lines.map((cells, index) => {
    const at = `Cannot read predictions: line ${index + 2}`;
    if (cells.length !== expected.length) {
      throw new Error(`${at} must have ${expected.length} cells, but has ${cells.length}`);
    }
    const prediction = {
      row: plainText(cells[0]!),
      usage: cells[1] as Prediction["usage"],
      label: cells[2]!,
      probabilities: cells.slice(3).map((cell) => cell === "" ? NaN : Math.fround(Number(cell))),
    };
    const problem = predictionProblem(prediction, classes);
    if (problem) throw new Error(`${at} ${problem}`);
    return prediction;
  });
}

function predictionProblem(prediction: Prediction, classes: readonly string[]): string | null {
  const { row, usage, label, probabilities } = prediction;
  if (/[\r\n]/.test(row)) return "holds a line break, which a row's name must not";
  if (!USAGES.includes(usage)) return `has the usage ${usage}, which must be ${USAGES.join(", ")}`;
  if (!classes.includes(label)) {
    return `has the label ${label}, which must be one of ${classes.join(", ")}`;
  }
  if (probabilities.length !== classes.length) {
    return `must have ${classes.length} probabilities, but has ${probabilities.length}`;
  }
  const bad = probabilities.find((p) => !(p >= 0 && p <= 1 + SUM_TOLERANCE));
  if (bad !== undefined) return `has the probability ${bad}, which must be from 0 to 1`;
  const sum = probabilities.reduce((total, p) => total + p, 0);
  if (Math.abs(sum - 1) > SUM_TOLERANCE) {
    return `has probabilities that must sum to 1, but sum to ${sum.toPrecision(6)}`;
  }
  return null;
}
