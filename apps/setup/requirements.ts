/**
 * What the Python environment must hold: the lines of `requirements.txt` and the TensorFlow wheel
 * that fits this machine, with the reason for that choice.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tensorflowSystem } from "lib/engine/libraries.ts";

/** `auto` takes the CUDA wheel where an NVIDIA driver is present. */
export type DeviceChoice = "auto" | "cpu" | "cuda";

export const requirementsFile: string = fileURLToPath(
  new URL("../../requirements.txt", import.meta.url),
);

export interface Requirements {
  readonly tensorflow: string;
  /** Why this wheel, in words. */
  readonly reason: string;
  /** Changes when anything that is to be installed changes. */
  readonly hash: string;
}

/** Files that only a loaded NVIDIA driver makes; the last is WSL's. */
const driverFiles = [
  "/proc/driver/nvidia/version",
  "/dev/nvidiactl",
  "/usr/lib/wsl/lib/libcuda.so.1",
];

/** The file that shows an NVIDIA driver, or null. */
export function nvidiaDriver(): string | null {
  return driverFiles.find((file) => existsSync(file)) ?? null;
}

/** Chooses the TensorFlow wheel and hashes everything that is to be installed. */
export function requirements(
  choice: DeviceChoice,
  driver: string | null = nvidiaDriver(),
): Requirements {
  const system = tensorflowSystem();
  const name = `${Deno.build.os}-${Deno.build.arch}`;
  const pick = (): [string, string] => {
    if (choice === "cpu") return [system.wheel, "the processor was asked for"];
    if (choice === "cuda") {
      if (system.cudaWheel !== null) return [system.cudaWheel, "CUDA was asked for"];
      throw new Error(
        `Cannot set up CUDA: the system must have a CUDA wheel of TensorFlow, but ${name} has none.`,
      );
    }
    if (driver === null) return [system.wheel, "no NVIDIA driver was found"];
    if (system.cudaWheel !== null) {
      return [system.cudaWheel, `an NVIDIA driver is there: ${driver}`];
    }
    return [system.wheel, `TensorFlow has no CUDA wheel for ${name}`];
  };
  const [tensorflow, reason] = pick();
  const hash = createHash("sha256")
    .update(Deno.readTextFileSync(requirementsFile))
    .update(tensorflow)
    .digest("hex");
  return { tensorflow, reason, hash };
}

/** The environment's own interpreter. */
export function environmentPython(environment: string): string {
  return Deno.build.os === "windows"
    ? join(environment, "Scripts", "python.exe")
    : join(environment, "bin", "python");
}
