/** The frames of a playing video, so that one that came while another was read is not waited for. */

type Callback = HTMLVideoElement & { requestVideoFrameCallback?: (run: () => void) => number };

export class Frames {
  readonly #video: Callback;
  #fresh = false;
  #wake: (() => void) | null = null;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    const next = () => {
      this.again();
      this.#listen(next);
    };
    this.#listen(next);
  }

  /** Resolves when there is a frame that was not taken yet. */
  async next(): Promise<void> {
    if (!this.#fresh) await new Promise<void>((resolve) => this.#wake = resolve);
    this.#wake = null;
    this.#fresh = false;
  }

  /** Counts the frame that is shown as one that was not taken yet. */
  again(): void {
    this.#fresh = true;
    this.#wake?.();
  }

  #listen(next: () => void): void {
    if (this.#video.requestVideoFrameCallback) this.#video.requestVideoFrameCallback(next);
    else requestAnimationFrame(next);
  }
}
