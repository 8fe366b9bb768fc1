/**
 * The seam between the library and whoever looks on: a notebook's output area inside Deno's Jupyter
 * kernel, plain lines outside of it. Everything shown carries `text/plain`, which is what a terminal
 * and a test see.
 */

/** One output in several forms; the front end takes the richest it knows. */
export interface Bundle {
  readonly "text/plain": string;
  readonly "text/html"?: string;
  readonly "image/svg+xml"?: string;
  /** Base64. */
  readonly "image/png"?: string;
}

/** The metadata of outputs that only mean something while they change, e.g. a progress bar. */
const passingMetadata: Readonly<Record<string, unknown>> = { passing: true };

/** Whether this runs inside `deno jupyter`. */
export function inKernel(): boolean {
  try {
    return Deno.jupyter !== undefined;
  } catch {
    return false; // Deno's way to say that there is no kernel.
  }
}

/** Shows one output below the cell; outside a kernel prints its text. */
export async function display(bundle: Bundle): Promise<void> {
  if (inKernel()) await send("display_data", bundle, {});
  else console.log(bundle["text/plain"]);
}

/** Shows a line about this machine or moment, e.g. where data was found: saved notebooks omit it. */
export async function note(text: string): Promise<void> {
  if (inKernel()) await send("display_data", { "text/plain": text }, passingMetadata);
  else console.log(text);
}

async function send(
  type: "display_data" | "update_display_data",
  data: Bundle,
  metadata: Readonly<Record<string, unknown>>,
  id?: string,
): Promise<void> {
  const transient = id === undefined ? {} : { display_id: id };
  // Not `Deno.jupyter.display`, which cannot set metadata.
  await Deno.jupyter.broadcast(type, { data, metadata, transient });
}

/**
 * One place below a cell whose content is replaced as often as wanted but drawn a few times a
 * second at most, because every drawing goes through the kernel's single connection.
 */
export class LiveOutput {
  readonly #id = crypto.randomUUID();
  readonly #metadata: Readonly<Record<string, unknown>>;
  readonly #interval: number;
  #latest: (() => Bundle) | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #drawn = -Infinity;
  #shown = false;
  #sending: Promise<void> = Promise.resolve();

  /** `interval`: least milliseconds between two drawings. `passing`: not kept in saved notebooks. */
  constructor(options: { interval?: number; passing?: boolean } = {}) {
    this.#interval = options.interval ?? 300;
    this.#metadata = options.passing ? passingMetadata : {};
  }

  /** Replaces the content; `make` is called only when it is drawn. Does nothing outside a kernel. */
  update(make: () => Bundle): void {
    if (!inKernel()) return;
    this.#latest = make;
    if (this.#timer !== null) return;
    const wait = Math.max(0, this.#drawn + this.#interval - performance.now());
    this.#timer = setTimeout(() => this.#draw(), wait);
  }

  /** Draws what is still waiting and resolves when the front end has been told. */
  async flush(): Promise<void> {
    this.#draw();
    await this.#sending;
  }

  #draw(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const make = this.#latest;
    if (make === null) return;
    this.#latest = null;
    this.#drawn = performance.now();
    const type = this.#shown ? "update_display_data" : "display_data";
    this.#shown = true;
    const bundle = make();
    this.#sending = this.#sending.then(() => send(type, bundle, this.#metadata, this.#id));
  }
}

/** Text made safe inside HTML and SVG. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
