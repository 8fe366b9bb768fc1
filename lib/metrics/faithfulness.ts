/**
 * Which way to explain points best at what the network uses: the gain of a map is its insertion
 * area less its deletion area. The way is chosen on the public pictures and scored on the private
 * ones, so that the winner's score is not the luck it was chosen for.
 */
import type { ExplanationStudy, StudiedMethod } from "../records/explanation_study.ts";
import { bootstrap, type Interval } from "./bootstrap.ts";

/** A way to explain on one part of the pictures. */
export interface FaithfulnessScore {
  readonly method: string;
  readonly stage: string | null;
  readonly side: number;
  readonly n: number;
  readonly deletion: number;
  readonly insertion: number;
  /** Mean of insertion − deletion. */
  readonly gain: Interval;
  /** The same less the reference's, picture by picture: whether the difference is more than luck. */
  readonly difference: Interval;
}

export type StudyPart = "public" | "private";

/**
 * Scores of all ways on one part, in the order of the study.
 *
 * @param reference what they are compared with, e.g. the report's choice
 * @throws Error when the part has no picture or the reference is not in the study
 */
export function faithfulnessScores(
  study: ExplanationStudy,
  part: StudyPart,
  reference: { readonly method: string; readonly stage: string | null },
): FaithfulnessScore[] {
  const indices = study.pictures.flatMap(({ usage }, i) => usage === part ? [i] : []);
  const compared = study.methods.find((other) => isSame(other, reference));
  if (!compared) {
    throw new Error(
      `Cannot compare explanations with ${reference.method} at ${reference.stage}: it must be in ` +
        `the study of ${study.run}, but is not`,
    );
  }
  const against = gains(compared, indices);
  return study.methods.map((studied) => {
    const own = gains(studied, indices);
    const [gain, difference] = bootstrap(own.keys().toArray(), own.length, (counts) => [
      weightedMean(own, counts),
      weightedMean(own.map((value, i) => value - against[i]!), counts),
    ]);
    return {
      method: studied.method,
      stage: studied.stage,
      side: studied.side,
      n: indices.length,
      deletion: mean(indices.map((i) => studied.deletion[i]!)),
      insertion: mean(indices.map((i) => studied.insertion[i]!)),
      gain: gain!,
      difference: difference!,
    };
  });
}

/** The way with the greatest gain. @throws Error when there is none */
export function mostFaithful(scores: readonly FaithfulnessScore[]): FaithfulnessScore {
  const best = scores.toSorted((a, b) => b.gain.estimate - a.gain.estimate)[0];
  if (!best) throw new Error("Cannot choose an explanation: there must be one, but is none");
  return best;
}

function isSame(
  a: { readonly method: string; readonly stage: string | null },
  b: { readonly method: string; readonly stage: string | null },
): boolean {
  return a.method === b.method && a.stage === b.stage;
}

function gains({ insertion, deletion }: StudiedMethod, indices: readonly number[]): number[] {
  return indices.map((i) => insertion[i]! - deletion[i]!);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function weightedMean(values: readonly number[], counts: Float64Array): number {
  let sum = 0, total = 0;
  values.forEach((value, i) => {
    sum += counts[i]! * value;
    total += counts[i]!;
  });
  return sum / total;
}
