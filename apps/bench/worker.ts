/** A child process that answers one line of JSON for each it is sent. */
import type { Answer, Greeting, Request } from "./protocol.ts";

export interface WorkerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export class Worker {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #lines: AsyncGenerator<string>;
  readonly #errors: Promise<string>;
  /** When the process was started, `performance.now()`. */
  readonly started: number;

  constructor({ program, args, env = {} }: WorkerCommand) {
    this.started = performance.now();
    this.#child = new Deno.Command(program, {
      args: [...args],
      env: { ...env },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#lines = lines(this.#child.stdout);
    this.#errors = new Response(this.#child.stderr).text();
  }

  /** The first line of the process. */
  async greeting(): Promise<Greeting> {
    return await this.#read() as Greeting;
  }

  /** Throws when the process ends instead of answering; an `error` answer is returned. */
  async ask(request: Request): Promise<Answer> {
    await this.#writer.write(new TextEncoder().encode(JSON.stringify(request) + "\n"));
    return await this.#read() as Answer;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    // The process may be gone already, and its pipe with it.
    await this.#writer.close().catch(() => {});
    await this.#child.status;
  }

  async #read(): Promise<unknown> {
    const { value, done } = await this.#lines.next();
    if (!done) return JSON.parse(value);
    const { code } = await this.#child.status;
    const last = (await this.#errors).trim().split("\n").at(-1);
    throw new Error(`the process ended with status ${code}: ${last || "it says nothing"}`);
  }
}

async function* lines(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
}
