/**
 * When a classifier had better say nothing: the rule that trades how often it answers for how often
 * its answers are right (selective classification, Geifman & El-Yaniv, NeurIPS 2017).
 */
import { argMax } from "./confusion.ts";

/** Answer where the highest probability is at least `threshold`. */
export interface SelectiveRule {
  readonly threshold: number;
  /** Share of right answers among those given. */
  readonly precision: number;
  /** Share of pictures that get an answer. */
  readonly coverage: number;
}

/**
 * The lowest threshold whose answers are right at least as often as asked.
 *
 * @param probabilities `[n, k]`, row-major
 * @param labels `[n]`, class indices
 * @param precision the least share of right answers, 0 to 1
 * @returns null where no threshold reaches it
 */
export function selectiveRule(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  k: number,
  precision: number,
): SelectiveRule | null {
  const n = labels.length;
  const predicted = argMax(probabilities, k);
  const confidence = (i: number) => probabilities[i * k + predicted[i]!]!;
  const order = Array.from({ length: n }, (_, i) => i)
    .sort((a, b) => confidence(b) - confidence(a));
  let rule: SelectiveRule | null = null;
  let right = 0;
  order.forEach((i, rank) => {
    if (predicted[i] === labels[i]) right++;
    const next = order[rank + 1];
    // Pictures of one confidence are answered together or not at all.
    if (next !== undefined && confidence(next) === confidence(i)) return;
    const share = right / (rank + 1);
    if (share < precision) return;
    rule = { threshold: confidence(i), precision: share, coverage: (rank + 1) / n };
  });
  return rule;
}
