/**
 * One run of a grid as a process of its own: what goes wrong in it, even a crash of TensorFlow, ends
 * that run alone, and its memory goes back with it. The process tells its progress as JSON lines on
 * stderr; every other line there is for the person, and the last one says why it failed.
 */
import { TextLineStream } from "./lines.ts";
import type { TrainEvent } from "lib/train/events.ts";

export interface ChildOptions {
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** Aborting it has the process save and end. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: TrainEvent) => void;
}

export interface ChildResult {
  readonly end: "done" | "stopped" | "failed";
  /** Why it failed, one line; empty otherwise. */
  readonly problem: string;
}

/** Runs the process to its end. Never throws for what goes wrong inside it. */
export async function runChild(options: ChildOptions): Promise<ChildResult> {
  const { command, cwd, signal, onEvent } = options;
  const [program = "", ...args] = command;
  // Detached, so that a terminal's Ctrl-C reaches it once, through us: a second one would end it
  // before it has saved.
  const process = new Deno.Command(program, {
    args,
    cwd,
    detached: true,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  // A scheduler may send SIGTERM to every process itself: a second one does no harm, as a second
  // SIGINT would.
  const interrupt = () => process.kill("SIGTERM");
  signal.addEventListener("abort", interrupt, { once: true });
  if (signal.aborted) interrupt();
  try {
    let last = "";
    const lines = process.stderr.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    for await (const line of lines) {
      const event = parseEvent(line);
      if (event) onEvent(event);
      else if (line.trim() !== "") last = line.trim();
    }
    const status = await process.status;
    if (status.success) return { end: "done", problem: "" };
    // Before its modules are loaded, nobody in it listens to the signal.
    if (status.code === 130 || signal.aborted && status.signal) {
      return { end: "stopped", problem: "" };
    }
    const how = status.signal ? `the process was ended by ${status.signal}` : last;
    return { end: "failed", problem: how || `the process ended with status ${status.code}` };
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

function parseEvent(line: string): TrainEvent | null {
  if (!line.startsWith('{"kind":')) return null;
  try {
    return JSON.parse(line) as TrainEvent;
  } catch {
    return null; // A line of the person's that begins like one of ours.
  }
}
