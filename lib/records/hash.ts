/**
 * The identity of an experiment: two configurations with the same hash ask for the same run, in
 * whatever order their keys were written. `deno task grid` skips a run by it, and a checkpoint is
 * resumed only under the configuration that began it.
 */
import { createHash } from "node:crypto";
import type { RunConfig } from "./run.ts";

/**
 * JSON with the keys of every object in alphabetical order and no white space, so that equal
 * values have equal text.
 *
 * @throws Error for a value that JSON would silently change: NaN, Infinity, undefined, a function
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new Error(`Cannot write canonical JSON: numbers must be finite, but one is ${value}`);
  }
  if (value === null || ["number", "string", "boolean"].includes(typeof value)) {
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value as Record<string, unknown>)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
    return `{${entries.join(",")}}`;
  }
  throw new Error(
    `Cannot write canonical JSON: values must be plain data, but one is ${typeof value}`,
  );
}

/** SHA-256 of the configuration's canonical JSON, 64 hexadecimal digits. */
export function configHash(config: RunConfig): string {
  return createHash("sha256").update(canonicalJson(config)).digest("hex");
}
