/**
 * Where TensorFlow's C library comes from: one table of system → wheel → file names, and the look-up
 * of the files in the project's `.venv`. The wheels are Python's, but only their shared libraries
 * are used, so that nobody has to compile or to keep a second copy of TensorFlow.
 *
 * Read off the wheels' file lists; only Linux on x86-64 has been run.
 */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** TensorFlow's version: the C library, its op names and the recorded programs belong to it. */
export const tensorflowVersion = "2.21.0";

/** What one system needs to run TensorFlow. */
export interface TensorflowSystem {
  /** Requirement for pip without a graphics card. */
  readonly wheel: string;
  /** Requirement for pip where an NVIDIA driver is present; null where no such wheel exists. */
  readonly cudaWheel: string | null;
  /** Files in the wheel's `tensorflow` folder; Windows has one file for both. */
  readonly framework: string;
  readonly tensorflow: string;
  /** Whether the project's tests were run on this system. */
  readonly tested: boolean;
}

/** Systems with a wheel of TensorFlow 2.21, by `Deno.build` as `os-arch`. */
export const tensorflowSystems: Readonly<Record<string, TensorflowSystem>> = {
  "linux-x86_64": {
    wheel: `tensorflow-cpu==${tensorflowVersion}`,
    cudaWheel: `tensorflow[and-cuda]==${tensorflowVersion}`,
    framework: "libtensorflow_framework.so.2",
    tensorflow: "libtensorflow_cc.so.2",
    tested: true,
  },
  "linux-aarch64": {
    wheel: `tensorflow==${tensorflowVersion}`,
    cudaWheel: null,
    framework: "libtensorflow_framework.so.2",
    tensorflow: "libtensorflow_cc.so.2",
    tested: false,
  },
  "darwin-aarch64": {
    wheel: `tensorflow==${tensorflowVersion}`,
    cudaWheel: null,
    framework: "libtensorflow_framework.2.dylib",
    tensorflow: "libtensorflow_cc.2.dylib",
    tested: false,
  },
  "windows-x86_64": {
    wheel: `tensorflow==${tensorflowVersion}`,
    cudaWheel: null,
    framework: "python/_pywrap_tensorflow_common.dll",
    tensorflow: "python/_pywrap_tensorflow_common.dll",
    tested: false,
  },
};

/** The row of this machine. Throws where TensorFlow 2.21 has no wheel, e.g. a Mac with Intel. */
export function tensorflowSystem(): TensorflowSystem {
  const name = `${Deno.build.os}-${Deno.build.arch}`;
  const system = tensorflowSystems[name];
  if (system === undefined) {
    throw new Error(
      `Cannot use TensorFlow: the system must be one of ${
        Object.keys(tensorflowSystems).join(", ")
      }, but is ${name}. The backends webgpu, wasm and cpu work without it.`,
    );
  }
  return system;
}

/** The project's Python environment, made by `deno task setup`. */
export const environmentFolder: string = join(
  dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
  ".venv",
);

/** The folders of `environment` that pip installs into; more than one after a change of Python. */
export function sitePackages(environment: string = environmentFolder): string[] {
  if (Deno.build.os === "windows") {
    const folder = join(environment, "Lib", "site-packages");
    return existsSync(folder) ? [folder] : [];
  }
  const lib = join(environment, "lib");
  if (!existsSync(lib)) return [];
  return readdirSync(lib)
    .filter((name) => name.startsWith("python3."))
    .map((name) => join(lib, name, "site-packages"))
    .filter((folder) => existsSync(folder));
}

/** Paths of TensorFlow's two shared libraries; `framework` is to be loaded first. */
export interface TensorflowLibraries {
  readonly framework: string;
  readonly tensorflow: string;
}

/**
 * Finds TensorFlow's shared libraries in the project's environment.
 *
 * Throws where they are missing, with what to run; never looks anywhere else, because another
 * version of TensorFlow would compute other bits.
 */
export function tensorflowLibraries(
  environment: string = environmentFolder,
): TensorflowLibraries {
  const system = tensorflowSystem();
  for (const packages of sitePackages(environment)) {
    const folder = join(packages, "tensorflow");
    const framework = join(folder, system.framework);
    const tensorflow = join(folder, system.tensorflow);
    if (existsSync(framework) && existsSync(tensorflow)) return { framework, tensorflow };
  }
  throw new Error(
    `Cannot load TensorFlow: ${system.tensorflow} must be in ${environment}, but is not. ` +
      "Run `deno task setup`.",
  );
}
