/** Opens sources: the camera, a video file, a picture. One is open at a time. */
import { cameraTrouble, openCamera } from "./camera.ts";
import type { Notice } from "./notice.ts";
import type { Reader } from "./reader.ts";
import type { Stage } from "./stage.ts";

export type SourceKind = "camera" | "video" | "picture";

export interface Source {
  readonly kind: SourceKind;
  /** "camera" or the file's name. */
  readonly name: string;
}

/** The largest picture that is read, in megapixels, as in the other programs. */
const MAX_MEGAPIXELS = 25;

export interface PlayerParts {
  readonly stage: Stage;
  readonly reader: Reader;
  readonly notice: Notice;
}

export class Player {
  /** Called when a source was opened or closed, paused or resumed. */
  onChange: () => void = () => {};
  readonly #parts: PlayerParts;
  #source: Source | null = null;
  #stream: MediaStream | null = null;
  #address: string | null = null;
  /** Counts attempts: a camera that opens after another source was chosen is closed again. */
  #attempt = 0;

  constructor(parts: PlayerParts) {
    this.#parts = parts;
    parts.stage.video.addEventListener("error", () => {
      if (this.#source?.kind === "video") this.#unplayable(this.#source.name);
    });
  }

  get source(): Source | null {
    return this.#source;
  }

  get paused(): boolean {
    return this.#source !== null && this.#parts.stage.video.paused;
  }

  /** Which camera is open, or null. */
  get cameraId(): string | null {
    return this.#stream?.getVideoTracks()[0]?.getSettings().deviceId ?? null;
  }

  /** @param id of a camera, or null for the browser's choice */
  async camera(id: string | null): Promise<void> {
    const attempt = this.#close();
    const { stage, reader, notice } = this.#parts;
    notice.show("Waiting for the camera", "The browser may ask whether it is allowed.");
    try {
      const stream = await openCamera(id);
      if (attempt !== this.#attempt) return stopTracks(stream);
      this.#stream = stream;
      stream.getVideoTracks()[0]?.addEventListener("ended", () => {
        if (this.#stream !== stream) return;
        this.#close();
        notice.show("The camera was disconnected", "Connect it and try again.", "Try again");
      });
      stage.video.srcObject = stream;
      await stage.video.play();
    } catch (error) {
      if (attempt !== this.#attempt) return;
      this.#close();
      const { title, advice } = cameraTrouble(error);
      return notice.show(title, advice, "Try again");
    }
    if (attempt !== this.#attempt) return;
    this.#open({ kind: "camera", name: "camera" });
    stage.show("video");
    this.#read(reader.live());
  }

  /**
   * Opens a dropped or picked file as what it is.
   *
   * @param picked what it was picked as, for a file whose kind the system does not know
   */
  async file(file: File, picked: "video" | "picture" = "picture"): Promise<void> {
    const video = file.type.startsWith("video/") ||
      picked === "video" && !file.type.startsWith("image/");
    return await (video ? this.#video(file) : this.#still(file));
  }

  /** Pauses a camera or video, or goes on. */
  async toggle(): Promise<void> {
    const { video } = this.#parts.stage;
    if (!video.paused) video.pause();
    else await video.play().catch(() => {}); // A damaged video is told of by its event.
    this.onChange();
  }

  /** Reads the picture again, with other settings; what was read stays until then. */
  async again(): Promise<void> {
    if (this.#source?.kind !== "picture") return;
    const attempt = this.#attempt;
    const { stage, reader, notice } = this.#parts;
    const image = await stage.still();
    if (attempt !== this.#attempt) return image.close();
    this.#read(reader.still(image));
    notice.show("Reading the picture", "");
  }

  async #video(file: File): Promise<void> {
    const attempt = this.#close();
    const { stage, reader, notice } = this.#parts;
    this.#address = URL.createObjectURL(file);
    notice.show("Opening the video", file.name);
    try {
      stage.video.src = this.#address;
      await stage.video.play();
      if (stage.video.videoWidth === 0) throw new Error("it has no pictures");
    } catch {
      if (attempt === this.#attempt) this.#unplayable(file.name);
      return;
    }
    if (attempt !== this.#attempt) return;
    this.#open({ kind: "video", name: file.name });
    stage.show("video");
    this.#read(reader.live());
  }

  #unplayable(name: string): void {
    this.#close();
    this.#parts.notice.show(
      "This video cannot be played",
      `${name} is damaged or in a form that this browser does not know. MP4 with H.264 and WebM ` +
        "work in most.",
    );
  }

  async #still(file: File): Promise<void> {
    const attempt = this.#close();
    const { stage, reader, notice } = this.#parts;
    const words = "Choose a JPEG, PNG, WebP or GIF file.";
    notice.show("Opening the picture", file.name);
    let image: ImageBitmap;
    try {
      image = await createImageBitmap(file);
    } catch {
      if (attempt !== this.#attempt) return;
      return notice.show("This is no picture that can be read", `${file.name}: ${words}`);
    }
    if (attempt !== this.#attempt) return image.close();
    const megapixels = image.width * image.height / 1e6;
    if (megapixels > MAX_MEGAPIXELS) {
      image.close();
      return notice.show(
        "The picture is too large",
        `It may have ${MAX_MEGAPIXELS} megapixels, but has ${Math.ceil(megapixels * 10) / 10}.`,
      );
    }
    this.#open({ kind: "picture", name: file.name });
    stage.showStill(image);
    this.#read(reader.still(image));
    notice.show("Reading the picture", "");
  }

  #open(source: Source): void {
    this.#source = source;
    this.#parts.notice.clear();
    this.onChange();
  }

  /** Ends the source; returns the number of the attempt that begins now. */
  #close(): number {
    const { stage, reader } = this.#parts;
    reader.stop();
    if (this.#stream) stopTracks(this.#stream);
    if (this.#address) URL.revokeObjectURL(this.#address);
    stage.video.srcObject = null;
    stage.video.removeAttribute("src");
    stage.video.load(); // Lets go of the last frame.
    this.#stream = this.#address = this.#source = null;
    stage.show("nothing");
    this.onChange();
    return ++this.#attempt;
  }

  /** A failure of the network ends its source with words instead of silence. */
  #read(reading: Promise<void>): void {
    const attempt = this.#attempt;
    reading.catch((error: Error) => {
      if (attempt !== this.#attempt) return;
      const retry = this.#source?.kind === "camera" ? "Try again" : null;
      this.#close();
      this.#parts.notice.show("Reading failed", error.message, retry);
    });
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
