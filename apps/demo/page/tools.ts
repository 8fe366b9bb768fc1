/** The controls under the stage: pause, mirror, heat map, snapshot, recording, position. */
import type { ModelCard } from "../model_card.ts";
import { byId, download } from "./dom.ts";
import type { Player } from "./player.ts";
import type { Reader } from "./reader.ts";
import { Session } from "./session.ts";
import type { Stage } from "./stage.ts";

export interface ToolsParts {
  readonly player: Player;
  readonly reader: Reader;
  readonly stage: Stage;
  readonly card: ModelCard;
}

const button = (id: string) => byId(id, HTMLButtonElement);

export class Tools {
  readonly #parts: ToolsParts;
  readonly #pause = button("pause");
  readonly #mirror = button("mirror");
  readonly #heat = button("heat");
  readonly #snapshot = button("snapshot");
  readonly #record = button("record");
  readonly #badge = byId("badge", HTMLElement);
  readonly #seek = byId("seek", HTMLInputElement);
  /** A camera shows people as a mirror does; a video file shows what is in it. */
  #mirrored = { camera: true, video: false };
  #recording: { session: Session; start: number } | null = null;

  constructor(parts: ToolsParts) {
    this.#parts = parts;
    const { player, reader, stage } = parts;
    this.#pause.onclick = () => void player.toggle();
    this.#mirror.onclick = () => {
      const kind = player.source?.kind;
      if (kind !== "camera" && kind !== "video") return;
      this.#mirrored[kind] = !this.#mirrored[kind];
      this.update();
    };
    this.#heat.onclick = () => {
      reader.heat = !reader.heat;
      this.update();
      reader.again();
      void player.again();
    };
    this.#snapshot.onclick = async () =>
      download(await stage.snapshot(), `snapshot-${stamp()}.png`);
    this.#record.onclick = () => this.#toggleRecording();
    reader.onReading = (reading, scale) => {
      if (!this.#recording) return;
      const { session, start } = this.#recording;
      const seconds = (performance.now() - start) / 1000;
      session.add(player.source?.name ?? "", seconds, reading, scale);
      this.#badge.textContent = `Recording ${clock(seconds)}`;
    };
    this.#followPosition();
  }

  /** Shows what can be done with the open source. */
  update(): void {
    const { player, reader, stage } = this.#parts;
    const kind = player.source?.kind;
    const moving = kind === "camera" || kind === "video";
    for (const tool of [this.#heat, this.#snapshot]) tool.disabled = kind === undefined;
    for (const tool of [this.#pause, this.#mirror]) tool.disabled = !moving;
    this.#record.disabled = kind === undefined && !this.#recording;
    const paused = moving && player.paused;
    this.#pause.querySelector("span")!.textContent = paused ? "Resume" : "Pause";
    this.#pause.querySelector("use")!.setAttribute("href", paused ? "#i-resume" : "#i-pause");
    stage.mirrored = moving && this.#mirrored[kind];
    press(this.#mirror, moving && this.#mirrored[kind]);
    press(this.#heat, reader.heat);
    byId("seek-row", HTMLElement).hidden = kind !== "video";
  }

  #toggleRecording(): void {
    const { card, player } = this.#parts;
    if (this.#recording) {
      const { session } = this.#recording;
      this.#recording = null;
      download(new Blob([session.csv()], { type: "text/csv" }), `session-${stamp()}.csv`);
    } else {
      this.#recording = { session: new Session(card), start: performance.now() };
      this.#badge.textContent = `Recording ${clock(0)}`;
      void player.again();
    }
    const on = this.#recording !== null;
    // Its label says what it does, so it is no button that is pressed.
    this.#record.classList.toggle("on", on);
    this.#record.querySelector("span")!.textContent = on ? "Save" : "Record";
    this.#badge.hidden = !on;
    this.update();
  }

  #followPosition(): void {
    const { video } = this.#parts.stage;
    video.ontimeupdate = () => {
      // Videos that a browser recorded do not say how long they are.
      const known = Number.isFinite(video.duration);
      this.#seek.disabled = !known;
      this.#seek.value = known ? String(1000 * video.currentTime / video.duration) : "0";
      const text = clock(video.currentTime) + (known ? ` of ${clock(video.duration)}` : "");
      byId("clock", HTMLElement).textContent = text;
      this.#seek.setAttribute("aria-valuetext", text);
    };
    this.#seek.oninput = () => {
      video.currentTime = video.duration * Number(this.#seek.value) / 1000;
    };
  }
}

function press(tool: HTMLButtonElement, on: boolean): void {
  tool.setAttribute("aria-pressed", String(on));
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Local date and time for a file's name. */
function stamp(): string {
  const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000);
  return now.toISOString().slice(0, 19).replaceAll(":", "-");
}
