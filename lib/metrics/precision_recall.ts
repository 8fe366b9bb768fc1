/**
 * Precision against recall as the threshold on one class's probability falls: how many of the rare
 * faces can be found, and at what price in false alarms, whatever the threshold.
 */

/** Precision and recall when everything from `threshold` upwards counts as the class. */
export interface PrecisionRecallPoint {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
}

/**
 * The curve of one class, a point for each distinct probability, from the highest downwards. Recall
 * never falls along it.
 *
 * @param scores `[n]`, probability of the class
 * @param positive `[n]`, whether the picture is of the class
 * @returns empty when no picture is of the class: there is nothing to recall
 */
export function precisionRecallCurve(
  scores: ArrayLike<number>,
  positive: ArrayLike<boolean>,
): PrecisionRecallPoint[] {
  const order = Array.from({ length: scores.length }, (_, i) => i)
    .sort((a, b) => scores[b]! - scores[a]!);
  const total = order.filter((i) => positive[i]).length;
  if (total === 0) return [];
  const points: PrecisionRecallPoint[] = [];
  let found = 0;
  order.forEach((i, rank) => {
    if (positive[i]) found++;
    const next = order[rank + 1];
    if (next !== undefined && scores[next] === scores[i]) return;
    points.push({
      threshold: scores[i]!,
      precision: found / (rank + 1),
      recall: found / total,
    });
  });
  return points;
}

/**
 * Area under the steps of the curve, Σ (recall − previous recall) · precision, as scikit-learn's
 * `average_precision_score`; 0 for an empty curve.
 */
export function averagePrecision(curve: readonly PrecisionRecallPoint[]): number {
  let previous = 0;
  let area = 0;
  for (const { precision, recall } of curve) {
    area += (recall - previous) * precision;
    previous = recall;
  }
  return area;
}
