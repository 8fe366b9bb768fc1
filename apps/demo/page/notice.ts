/** Words on the stage: what to do, what is missing, what went wrong. Screen readers hear them. */
import { byId } from "./dom.ts";

export class Notice {
  readonly #title = byId("notice-title", HTMLElement);
  readonly #text = byId("notice-text", HTMLElement);
  readonly #start = byId("start", HTMLButtonElement);

  /** @param retry a label for the button that turns the camera on, or null for no button */
  show(title: string, text: string, retry: string | null = null): void {
    this.#title.textContent = title;
    this.#text.textContent = text;
    // Whoever pressed the button with the keyboard stays here when it goes.
    if (retry === null && document.activeElement === this.#start) {
      byId("stage", HTMLElement).focus();
    }
    this.#start.hidden = retry === null;
    if (retry !== null) this.#start.textContent = retry;
  }

  welcome(): void {
    this.show(
      "Show it a face",
      "Use the camera, or drop a picture or a video here.",
      "Turn on the camera",
    );
  }

  clear(): void {
    this.show("", "");
  }
}
