/**
 * The ffmpeg that reads and writes videos, in a process of its own: the program that `deno task
 * setup` installs, or the system's.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { sitePackages } from "../engine/libraries.ts";

/** @throws Error when there is neither an installed nor a system's ffmpeg */
export function findFfmpeg(): string {
  for (const folder of sitePackages()) {
    const binaries = join(folder, "imageio_ffmpeg", "binaries");
    if (!existsSync(binaries)) continue;
    const name = readdirSync(binaries).find((file) => file.startsWith("ffmpeg"));
    if (name !== undefined) return join(binaries, name);
  }
  const names = Deno.build.os === "windows" ? ["ffmpeg.exe"] : ["ffmpeg"];
  const separator = Deno.build.os === "windows" ? ";" : ":";
  for (const folder of (Deno.env.get("PATH") ?? "").split(separator)) {
    for (const name of names) if (existsSync(join(folder, name))) return join(folder, name);
  }
  throw new Error(
    "Cannot find ffmpeg: it must be in .venv or on the PATH, but is not. Run `deno task setup`.",
  );
}

/** A path that starts with a dash or looks like a protocol is still a file to ffmpeg. */
export function inputName(path: string): string {
  return `file:${path}`;
}

/** A running ffmpeg whose complaints are kept. */
export class FfmpegRun {
  readonly process: Deno.ChildProcess;
  #complaints = "";
  readonly #listening: Promise<void>;

  constructor(ffmpeg: string, args: string[], pipe: "stdin" | "stdout") {
    this.process = new Deno.Command(ffmpeg, {
      args: ["-hide_banner", "-loglevel", "error", "-y", ...args],
      // A terminal's Ctrl-C must reach the program alone, which then ends this one in its own time.
      detached: true,
      stdin: pipe === "stdin" ? "piped" : "null",
      stdout: pipe === "stdout" ? "piped" : "null",
      stderr: "piped",
    }).spawn();
    this.#listening = this.#listen(this.process.stderr);
  }

  async #listen(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      // The first lines tell the cause; a damaged video may bring thousands.
      if (this.#complaints.length < 10_000) this.#complaints += text;
    }
  }

  /** Waits for its end and returns whether it went well and the first thing it complained of. */
  async end(): Promise<{ success: boolean; complaint: string }> {
    const [{ success }] = await Promise.all([this.process.status, this.#listening]);
    const first = this.#complaints.split("\n").find((line) => line.trim() !== "") ?? "";
    return { success, complaint: first.replace(/^\[[^\]]*\] /, "").trim() };
  }

  kill(): void {
    try {
      this.process.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
  }
}
