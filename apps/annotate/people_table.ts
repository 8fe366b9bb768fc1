/**
 * The table of a video: a row for each person in each frame that was searched. It is written as the
 * video goes, so that its length costs no memory, under another name until it is complete.
 */
import { labelOf } from "lib/faces/classifier.ts";
import type { SeenPerson } from "lib/faces/watcher.ts";
import { csvLine, float32 } from "lib/records/csv.ts";

/** Columns before the classes; `steady` is the smoothed label that the video shows. */
const BEFORE = ["time", "person", "x", "y", "width", "height", "label", "confidence", "steady"];

export class PeopleTable {
  readonly #path: string;
  readonly #temporary: string;
  readonly #file: Deno.FsFile;
  readonly #classes: readonly string[];
  #open = true;

  private constructor(
    path: string,
    temporary: string,
    classes: readonly string[],
    file: Deno.FsFile,
  ) {
    this.#path = path;
    this.#temporary = temporary;
    this.#classes = classes;
    this.#file = file;
  }

  static async begin(path: string, classes: readonly string[]): Promise<PeopleTable> {
    const temporary = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
    const file = await Deno.open(temporary, { write: true, createNew: true });
    const table = new PeopleTable(path, temporary, classes, file);
    await table.#append(csvLine([...BEFORE, ...classes]) + "\n");
    return table;
  }

  /** Rows of one frame: label, confidence and probabilities are those of this frame alone. */
  async write(time: number, people: readonly SeenPerson[]): Promise<void> {
    const lines = people.map(({ person, face, probabilities, label: steady }) => {
      const { label, confidence } = labelOf(probabilities, this.#classes);
      const place = [face.x, face.y, face.width, face.height].map(Math.round);
      return csvLine([
        Number(time.toFixed(6)),
        person,
        ...place,
        label,
        float32(confidence),
        steady,
        ...Array.from(probabilities, float32),
      ]) + "\n";
    });
    if (lines.length > 0) await this.#append(lines.join(""));
  }

  /** Gives the complete table its name. */
  async finish(): Promise<void> {
    await this.#file.sync();
    this.#close();
    await Deno.rename(this.#temporary, this.#path);
  }

  /** Removes the incomplete table. */
  async abandon(): Promise<void> {
    this.#close();
    await Deno.remove(this.#temporary).catch(() => {}); // It may have its final name already.
  }

  #close(): void {
    if (this.#open) this.#file.close();
    this.#open = false;
  }

  async #append(text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length;) at += await this.#file.write(bytes.subarray(at));
  }
}
