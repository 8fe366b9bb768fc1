/** The worker as promises: opens the networks and has one picture at a time read. */
import type { PageBackend, Reading, Reply, Request, Runtime } from "./messages.ts";

export class Analyst {
  readonly #worker = new Worker("/worker.js", { type: "module" });
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Loads the networks.
   *
   * @throws Error when the backend that was asked for cannot be had
   */
  async open(backend: PageBackend | null): Promise<Runtime> {
    const reply = await this.#ask({ kind: "open", backend });
    if (reply.kind !== "opened") throw new Error("internal: the worker did not open");
    return reply.runtime;
  }

  /** Has a picture read; the bitmap goes to the worker. Calls wait for each other. */
  async read(
    image: ImageBitmap,
    options: Omit<Extract<Request, { kind: "read" }>, "kind" | "image">,
  ): Promise<Reading> {
    const reply = await this.#ask({ kind: "read", image, ...options }, [image]);
    if (reply.kind !== "reading") throw new Error("internal: the worker did not read");
    return reply.reading;
  }

  #ask(request: Request, transfer: Transferable[] = []): Promise<Reply> {
    const answer = this.#last.then(() => this.#send(request, transfer));
    this.#last = answer.catch(() => {}); // The caller has the error; the next call goes on.
    return answer;
  }

  #send(request: Request, transfer: Transferable[]): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<Reply>) =>
        data.kind === "failed" ? reject(new Error(data.message)) : resolve(data);
      this.#worker.onerror = (event) => reject(new Error(event.message || "the worker failed"));
      this.#worker.postMessage(request, transfer);
    });
  }
}
