/**
 * What the page says of its network: where it comes from, what it knows, and how far its answers
 * can be trusted, computed from the run that is recorded beside the weights.
 */
import { dirname } from "node:path";
import { stat } from "node:fs/promises";
import { existsSync } from "node:fs";
import {
  applyTemperature,
  expectedCalibrationError,
  reliabilityBins,
} from "lib/metrics/calibration.ts";
import { selectiveRule } from "lib/metrics/selective.ts";
import type { Run } from "lib/records/run.ts";
import { readRun } from "lib/records/store.ts";
import type { OpenedModel } from "../model.ts";

/** Of the answers that are given, at least this share was right on the validation pictures. */
const PRECISION = 0.9;
/** An answer that is more likely wrong than right is never given. */
const LEAST_THRESHOLD = 0.5;

/** How the network fared on the validation pictures of its run. */
export interface Trust {
  readonly pictures: number;
  readonly accuracy: number;
  /** Share of right answers at or above the threshold, and share of pictures answered. */
  readonly precision: number;
  readonly coverage: number;
  /** Expected calibration error without and with the temperature. */
  readonly calibrationError: { readonly before: number; readonly after: number };
}

export interface ModelCard {
  readonly title: string;
  readonly origin: string;
  readonly classes: readonly string[];
  readonly temperature: number;
  /** Bytes of the weights. */
  readonly bytes: number;
  /** Below this confidence the page says "uncertain". */
  readonly threshold: number;
  /** Null where no run is recorded beside the weights. */
  readonly trust: Trust | null;
}

/** Describes a model, with its recorded run where the weights lie in the run's folder. */
export async function modelCard({ model, path }: OpenedModel): Promise<ModelCard> {
  const folder = dirname(path);
  const run = existsSync(`${folder}/summary.json`) ? await readRun(folder) : null;
  const { network, preprocess: { classes }, temperature, origin } = model;
  const { threshold, trust } = run === null
    ? { threshold: LEAST_THRESHOLD, trust: null }
    : trustOf(run, temperature);
  const { size: bytes } = await stat(path);
  return { title: network.title, origin, classes, temperature, bytes, threshold, trust };
}

/** The threshold of a run's calibrated predictions, and what it brings. */
export function trustOf(run: Run, temperature: number): { threshold: number; trust: Trust } {
  const { classes } = run.config.data;
  const k = classes.length;
  const plain = run.predictions.flatMap(({ probabilities }) => probabilities);
  const labels = run.predictions.map(({ label }) => classes.indexOf(label));
  const calibrated = applyTemperature(plain, k, temperature);
  const rule = selectiveRule(calibrated, labels, k, PRECISION);
  const threshold = rule === null ? 1 : Math.max(LEAST_THRESHOLD, rule.threshold);
  const answers = run.predictions.map((_, i) => {
    const row = calibrated.subarray(i * k, (i + 1) * k);
    const confidence = Math.max(...row);
    return { given: confidence >= threshold, right: row.indexOf(confidence) === labels[i] };
  });
  const given = answers.filter((answer) => answer.given);
  const shareRight = (of: typeof answers) => of.filter(({ right }) => right).length / of.length;
  const error = (probabilities: ArrayLike<number>) =>
    expectedCalibrationError(reliabilityBins(probabilities, labels, k));
  return {
    threshold,
    trust: {
      pictures: answers.length,
      accuracy: shareRight(answers),
      precision: given.length === 0 ? 0 : shareRight(given),
      coverage: given.length / answers.length,
      calibrationError: { before: error(plain), after: error(calibrated) },
    },
  };
}
