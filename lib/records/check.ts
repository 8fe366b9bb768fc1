/**
 * What a record must hold before it is written and after it is read: the right format, the keys
 * that figures and tables rely on, and finite numbers. JSON turns NaN into null without a word, so
 * a run that diverged would otherwise look like one that was not evaluated.
 */
import type { EpochLog, RunConfig, RunSummary, Scores } from "./run.ts";

const FORMAT = 1;

/** @throws Error when the configuration is of another format or lacks a key */
export function checkConfig(value: unknown): RunConfig {
  const config = record(value, "config.json");
  checkFormat(config, "config.json");
  needKeys(
    config,
    "config.json",
    [
      ["experiment", "budget", "seed", "network", "data", "augmentation", "loss"],
      ["optimizer", "schedule", "stages", "batch", "evaluationSize"],
    ].flat(),
  );
  const classes = record(config["data"], "config.json: data")["classes"];
  if (!Array.isArray(classes) || classes.length < 2) {
    throw new Error("config.json: data.classes must name two classes or more");
  }
  return value as RunConfig;
}

/** @throws Error when an epoch is missing or out of order, or a number is not finite */
export function checkLog(log: readonly EpochLog[]): readonly EpochLog[] {
  const always = ["size", "learningRate", "trainLoss", "trainAccuracy", "seconds"] as const;
  const whenEvaluated = ["valLoss", "valAccuracy", "valMacroF1"] as const;
  log.forEach((epoch, index) => {
    const at = `log.jsonl: epoch ${index + 1}`;
    if (epoch.epoch !== index + 1) throw new Error(`${at} must come next, but is ${epoch.epoch}`);
    for (const key of always) {
      if (!isNumber(epoch[key])) {
        throw new Error(`${at}: ${key} must be finite, but is ${epoch[key]}`);
      }
    }
    for (const key of whenEvaluated) {
      const value = epoch[key];
      if (value !== null && !isNumber(value)) {
        throw new Error(`${at}: ${key} must be finite, but is ${value}`);
      }
    }
  });
  return log;
}

/** @throws Error when the summary is of another format, lacks a key or holds no finite scores */
export function checkSummary(value: unknown): RunSummary {
  const summary = record(value, "summary.json");
  checkFormat(summary, "summary.json");
  needKeys(
    summary,
    "summary.json",
    [
      ["chosenEpoch", "rule", "epochs", "validation", "trainAccuracy", "parameters"],
      ["pictures", "preprocess", "hardware", "versions", "seconds"],
    ].flat(),
  );
  const validation = record(summary["validation"], "summary.json: validation");
  const keys = ["n", "accuracy", "macroPrecision", "macroRecall", "macroF1", "loss"] as const;
  for (const key of keys satisfies readonly (keyof Scores)[]) {
    if (!isNumber(validation[key])) {
      throw new Error(`summary.json: validation.${key} must be finite, but is ${validation[key]}`);
    }
  }
  return value as RunSummary;
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`${name} must be an object, but is ${JSON.stringify(value)}`);
  }
  return value as Record<string, unknown>;
}

function checkFormat(value: Record<string, unknown>, name: string): void {
  if (value["format"] !== FORMAT) {
    throw new Error(
      `${name} must have format ${FORMAT}, but has ${value["format"]}: it comes from another ` +
        "version of this project; read it there, or train the run again",
    );
  }
}

function needKeys(value: Record<string, unknown>, name: string, keys: readonly string[]): void {
  const missing = keys.filter((key) => !(key in value));
  if (missing.length > 0) throw new Error(`${name} lacks ${missing.join(", ")}`);
}

/** Not `Number.isFinite` alone: the value may have come from JSON, where NaN became null. */
function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
