/** Has frames and pictures read and shows the readings: on the stage, in the list, in words. */
import type { ModelCard } from "../model_card.ts";
import type { Analyst } from "./analyst.ts";
import type { Announcer } from "./announcer.ts";
import { byId } from "./dom.ts";
import { Frames } from "./frames.ts";
import type { Reading } from "./messages.ts";
import { Meter, type Parts } from "./meter.ts";
import type { Notice } from "./notice.ts";
import type { PeoplePanel } from "./people_panel.ts";
import type { Stage } from "./stage.ts";
import { type Verdict, verdict } from "./words.ts";

/** Frames are read at most this large, in pixels of the longer side. */
const LONGEST = 640;
/** The list's numbers change at most so often, in milliseconds: faster cannot be read. */
const PANEL_EVERY = 150;

/** What is done with each reading besides showing it. */
export type ReadingListener = (reading: Reading, scale: number) => void;

export interface ReaderParts {
  readonly analyst: Analyst;
  readonly stage: Stage;
  readonly panel: PeoplePanel;
  readonly card: ModelCard;
  readonly announcer: Announcer;
  readonly notice: Notice;
}

export class Reader {
  /** Show where the network looks. */
  heat = false;
  onReading: ReadingListener | null = null;
  readonly #parts: ReaderParts;
  readonly #meter = new Meter();
  readonly #stats = byId("stats", HTMLElement);
  readonly #announce = byId("announce", HTMLElement);
  /** Seen only: what a screen reader hears of it comes from the announcer. */
  readonly #nobody = byId("nobody", HTMLElement);
  readonly #frames: Frames;
  /** Counts sources: a reading of an earlier one is dropped. */
  #source = 0;
  #panelAt = 0;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
    this.#frames = new Frames(parts.stage.video);
  }

  /** Stops reading and forgets what was read. */
  stop(): void {
    this.#source++;
    const { stage, panel, announcer } = this.#parts;
    stage.clear();
    panel.clear("nobody yet");
    announcer.reset();
    this.#meter.reset();
    this.#stats.hidden = true;
    this.#nobody.hidden = true;
    byId("hint", HTMLElement).hidden = false;
  }

  /** Reads the frame that a paused video shows once more, with other settings. */
  again(): void {
    if (this.#parts.stage.video.paused) this.#frames.again();
  }

  /** Reads one picture; the bitmap is used up. */
  async still(image: ImageBitmap): Promise<void> {
    const source = ++this.#source;
    const { analyst, stage } = this.#parts;
    this.#nobody.hidden = true;
    const reading = await analyst.read(image, {
      time: 0,
      live: false,
      heat: this.heat,
      first: true,
    });
    if (source !== this.#source) return;
    this.#meter.reset();
    this.#show(reading, stage.size.width / reading.width, {});
  }

  /** Reads the playing video until another source begins. */
  async live(): Promise<void> {
    const source = ++this.#source;
    const { analyst, stage: { video } } = this.#parts;
    const start = performance.now();
    for (let first = true; source === this.#source;) {
      await this.#frames.next();
      if (source !== this.#source) return;
      const begun = performance.now();
      const image = await grab(video);
      if (source !== this.#source) return image?.close();
      if (image === null) continue;
      const grabbed = performance.now();
      const time = (grabbed - start) / 1000;
      const reading = await analyst.read(image, { time, live: true, heat: this.heat, first });
      first = false;
      if (source !== this.#source) return;
      this.#show(reading, video.videoWidth / reading.width, { grab: grabbed - begun });
      // A frame reads one person; no other one comes by itself for the rest.
      if (this.heat && reading.people.some(({ heat }) => heat === null)) this.again();
    }
  }

  #show(reading: Reading, scale: number, parts: Parts): void {
    const { stage, panel, card, announcer, notice } = this.#parts;
    const begun = performance.now();
    const verdicts = new Map<number, Verdict>();
    for (const { person, probabilities } of reading.people) {
      if (probabilities === null) continue;
      verdicts.set(person, verdict(probabilities, card.classes, card.threshold));
    }
    stage.draw(reading, verdicts);
    const live = stage.view === "video";
    if (!live || begun - this.#panelAt >= PANEL_EVERY) {
      this.#panelAt = begun;
      panel.show(reading.people, verdicts);
      byId("hint", HTMLElement).hidden = reading.people.length > 0;
      notice.clear();
      this.#nobody.hidden = reading.people.length > 0;
      this.#nobody.textContent = live
        ? "No face found. Turn to the camera or come closer."
        : "No face found.";
    }
    const words = live
      ? announcer.update(begun / 1000, verdicts)
      : announcer.now(begun / 1000, verdicts);
    if (words !== null) this.#announce.textContent = words;
    this.onReading?.(reading, scale);
    const now = performance.now();
    this.#meter.add(now, { ...parts, ...reading.timings, draw: now - begun });
    this.#showStats(live);
  }

  #showStats(live: boolean): void {
    const meter = this.#meter;
    const names = ["grab", "pixels", "detect", "follow", "prepare", "network", "draw"] as const;
    const means = Object.fromEntries(names.map((name) => [name, meter.mean(name)]));
    this.#stats.dataset.numbers = JSON.stringify({ rate: meter.rate, ...means });
    const time = (words: string, mean: number | null | undefined) =>
      mean === null || mean === undefined ? [] : [`${words} ${Math.round(mean)}\u00a0ms`];
    const text = [
      ...live ? [`${Math.round(meter.rate)} frames/s`] : [],
      ...time("search", means.detect),
      ...time("network", means.network),
    ].join(" · ");
    if (this.#stats.textContent !== text) this.#stats.textContent = text;
    this.#stats.hidden = false;
  }
}

/** The current frame, made smaller where it is large; null when there is none. */
async function grab(video: HTMLVideoElement): Promise<ImageBitmap | null> {
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  if (scale === 1) return await createImageBitmap(video);
  return await createImageBitmap(video, {
    resizeWidth: Math.max(1, Math.round(width * scale)),
    resizeHeight: Math.max(1, Math.round(height * scale)),
    resizeQuality: "medium",
  });
}
