/**
 * A recorded session as a table: a row for each reading of a person. Numbers only; no picture is
 * kept.
 */
import { csvLine, float32 } from "lib/records/csv.ts";
import type { Reading } from "./messages.ts";
import { verdict } from "./words.ts";

export interface SessionSettings {
  readonly classes: readonly string[];
  readonly threshold: number;
}

export class Session {
  readonly #settings: SessionSettings;
  readonly #lines: string[] = [];

  constructor(settings: SessionSettings) {
    this.#settings = settings;
  }

  /** Rows so far. */
  get rows(): number {
    return this.#lines.length;
  }

  /**
   * @param source "camera" or the file's name
   * @param time seconds since the recording began
   * @param scale from pixels of the reading to pixels of the source
   */
  add(source: string, time: number, { people }: Reading, scale: number): void {
    const { classes, threshold } = this.#settings;
    for (const { person, face, probabilities, fresh } of people) {
      if (!fresh || probabilities === null) continue;
      const { label, confidence, certain } = verdict(probabilities, classes, threshold);
      const place = [face.x, face.y, face.width, face.height].map((v) => Math.round(v * scale));
      this.#lines.push(csvLine([
        Math.round(time * 1000) / 1000,
        source,
        person,
        ...place,
        label,
        float32(confidence),
        certain ? "yes" : "no",
        ...Array.from(probabilities, float32),
      ]));
    }
  }

  /** The table with its header. */
  csv(): string {
    const place = ["x", "y", "width", "height"];
    const verdict = ["label", "confidence", "certain"];
    const header = ["time", "source", "person", ...place, ...verdict, ...this.#settings.classes];
    return [csvLine(header), ...this.#lines].join("\n") + "\n";
  }
}
