/**
 * The stage: what is looked at, and over it the faces that were found. The video plays on by itself;
 * only the drawing over it follows the readings.
 */
import { byId } from "./dom.ts";
import { heatPicture } from "./heat_picture.ts";
import type { Person, Reading } from "./messages.ts";
import { title, type Verdict } from "./words.ts";

const FONT = "'IBM Plex Sans', 'Helvetica Neue', Arial, sans-serif";

export type View = "nothing" | "video" | "still";

/** Where the source's pixels lie on a canvas. */
interface Placement {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
  readonly width: number;
  readonly mirrored: boolean;
}

export class Stage {
  readonly video = byId("video", HTMLVideoElement);
  readonly #stage = byId("stage", HTMLElement);
  readonly #still = byId("still", HTMLCanvasElement);
  readonly #overlay = byId("overlay", HTMLCanvasElement);
  #view: View = "nothing";
  #mirrored = false;
  #latest: { reading: Reading; verdicts: ReadonlyMap<number, Verdict> } | null = null;

  constructor() {
    new ResizeObserver(() => this.#paint()).observe(this.#stage);
  }

  get view(): View {
    return this.#view;
  }

  /** Width and height of what is shown, in its own pixels. */
  get size(): { width: number; height: number } {
    return this.#view === "still"
      ? { width: this.#still.width, height: this.#still.height }
      : { width: this.video.videoWidth, height: this.video.videoHeight };
  }

  /** Shows the video or the still, or neither. */
  show(view: View): void {
    this.#view = view;
    this.#stage.dataset.view = view;
    this.clear();
    const { width, height } = this.size;
    if (view !== "nothing") this.#stage.style.setProperty("--ratio", `${width} / ${height}`);
  }

  /** Shows a picture. */
  showStill(image: ImageBitmap): void {
    this.#still.width = image.width;
    this.#still.height = image.height;
    const context = this.#still.getContext("2d")!;
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, image.width, image.height);
    context.drawImage(image, 0, 0);
    this.show("still");
  }

  /** The picture that is shown. */
  still(): Promise<ImageBitmap> {
    return createImageBitmap(this.#still);
  }

  set mirrored(on: boolean) {
    this.#mirrored = on;
    this.#stage.classList.toggle("mirrored", on);
    this.#paint();
  }

  /** Draws what was read. */
  draw(reading: Reading, verdicts: ReadonlyMap<number, Verdict>): void {
    this.#latest = { reading, verdicts };
    this.#paint();
  }

  clear(): void {
    this.#latest = null;
    this.#paint();
  }

  /** What is on the stage with its boxes, at the source's own size. */
  snapshot(): Promise<Blob> {
    const { width, height } = this.size;
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext("2d")!;
    const mirrored = this.#isMirrored;
    context.save();
    if (mirrored) context.setTransform(-1, 0, 0, 1, width, 0);
    context.drawImage(this.#view === "still" ? this.#still : this.video, 0, 0);
    context.restore();
    this.#drawPeople(context, { left: 0, top: 0, scale: 1, width, mirrored }, width / 640);
    return new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => blob ? resolve(blob) : reject(new Error("Cannot take a snapshot")),
        "image/png",
      )
    );
  }

  get #isMirrored(): boolean {
    return this.#mirrored && this.#view === "video";
  }

  #paint(): void {
    const density = devicePixelRatio;
    const { clientWidth, clientHeight } = this.#stage;
    this.#overlay.width = clientWidth * density;
    this.#overlay.height = clientHeight * density;
    const context = this.#overlay.getContext("2d")!;
    context.clearRect(0, 0, this.#overlay.width, this.#overlay.height);
    const { width, height } = this.size;
    if (this.#view === "nothing" || width === 0) return;
    context.scale(density, density);
    const scale = Math.min(clientWidth / width, clientHeight / height);
    const left = (clientWidth - width * scale) / 2, top = (clientHeight - height * scale) / 2;
    this.#drawPeople(context, { left, top, scale, width, mirrored: this.#isMirrored }, 1);
  }

  #drawPeople(context: CanvasRenderingContext2D, place: Placement, unit: number): void {
    if (!this.#latest) return;
    const { reading, verdicts } = this.#latest;
    const scale = place.scale * this.size.width / reading.width;
    for (const person of reading.people) {
      const { face, square: [sx, sy, side], heat } = person;
      const at = (x: number, width: number) =>
        place.left + (place.mirrored ? place.width * place.scale - (x + width) * scale : x * scale);
      if (heat) {
        const box = [at(sx, side), place.top + sy * scale, side * scale] as const;
        drawHeat(context, heatPicture(heat), box, place.mirrored);
      }
      const x = at(face.x, face.width), y = place.top + face.y * scale;
      const verdict = verdicts.get(person.person);
      drawBox(context, [x, y, face.width * scale, face.height * scale], unit, verdict?.certain);
      const right = 2 * place.left + place.width * place.scale;
      drawChip(context, [x, y], unit, chipText(person, verdict), right);
    }
  }
}

function chipText({ person }: Person, verdict: Verdict | undefined): string {
  return verdict ? `${person}  ${title(verdict)}` : String(person);
}

function drawBox(
  context: CanvasRenderingContext2D,
  [x, y, width, height]: readonly [number, number, number, number],
  unit: number,
  certain = false,
): void {
  context.setLineDash(certain ? [] : [7 * unit, 6 * unit]);
  for (const [colour, line] of [["rgb(0 0 0 / .45)", 4.5], ["#ffffff", 2]] as const) {
    context.strokeStyle = colour;
    context.lineWidth = line * unit;
    context.beginPath();
    context.roundRect(x, y, width, height, 8 * unit);
    context.stroke();
  }
  context.setLineDash([]);
}

/** The label stands over the box, or inside where there is no room, and ends before `right`. */
function drawChip(
  context: CanvasRenderingContext2D,
  [x, y]: readonly [number, number],
  unit: number,
  text: string,
  right: number,
): void {
  context.font = `600 ${14 * unit}px ${FONT}`;
  const width = context.measureText(text).width + 18 * unit, height = 26 * unit;
  const top = y - height - 6 * unit < 0 ? y + 6 * unit : y - height - 6 * unit;
  const left = Math.max(0, Math.min(x, right - width));
  context.fillStyle = "rgb(20 22 24 / .86)";
  context.beginPath();
  context.roundRect(left, top, width, height, 6 * unit);
  context.fill();
  context.fillStyle = "#ffffff";
  context.textBaseline = "middle";
  context.fillText(text, left + 9 * unit, top + height / 2 + unit);
}

function drawHeat(
  context: CanvasRenderingContext2D,
  pixels: ImageData,
  [x, y, side]: readonly [number, number, number],
  mirrored: boolean,
): void {
  const source = new OffscreenCanvas(pixels.width, pixels.height);
  source.getContext("2d")!.putImageData(pixels, 0, 0);
  context.save();
  context.translate(mirrored ? x + side : x, y);
  context.scale(mirrored ? -1 : 1, 1);
  context.imageSmoothingEnabled = true;
  context.drawImage(source, 0, 0, side, side);
  context.restore();
}
