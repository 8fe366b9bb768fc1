/**
 * What this machine's processor can do, read from the system: decides whether bfloat16 pays, and
 * is stated with every figure.
 */
import { readFileSync } from "node:fs";
import os from "node:os";
import type { Precision } from "./engine.ts";

export interface Processor {
  readonly name: string;
  readonly cores: number;
  /** Vector instruction sets that decide the speed, by their Linux names. */
  readonly features: readonly string[];
  readonly memoryGiB: number;
  readonly system: string;
}

const FEATURES = ["avx2", "avx512f", "avx512_bf16", "avx512_vnni", "amx_bf16"];

/** Describes this machine. */
export function processor(): Processor {
  const cpus = os.cpus();
  return {
    name: cpus[0]?.model.trim() ?? "unknown",
    cores: navigator.hardwareConcurrency,
    features: readFeatures(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${Deno.build.os} ${Deno.build.arch}`,
  };
}

function readFeatures(): string[] {
  let text: string;
  try {
    text = readFileSync("/proc/cpuinfo", "utf8");
  } catch {
    // Only Linux tells; elsewhere nothing is claimed.
    return [];
  }
  const flags = new Set(/^flags\s*:\s*(.*)$/m.exec(text)?.[1]?.split(" ") ?? []);
  return FEATURES.filter((feature) => flags.has(feature));
}

/** Whether products of bfloat16 are faster than those of float32 with these features. */
export function hasBfloat16(features: readonly string[] = readFeatures()): boolean {
  return features.some((feature) => feature === "avx512_bf16" || feature === "amx_bf16");
}

/** The fastest precision of this processor. */
export function bestPrecision(): Precision {
  return hasBfloat16() ? "bfloat16" : "float32";
}

/** Throws where bfloat16 was asked for and the processor's features lack it. */
export function requirePrecision(
  precision: Precision,
  features: readonly string[] = readFeatures(),
): void {
  if (precision === "bfloat16" && !hasBfloat16(features)) {
    throw new Error(
      `Cannot compute in bfloat16: the processor must have avx512_bf16 or amx_bf16, but ` +
        `${processor().name} has neither. Use --precision float32`,
    );
  }
}
