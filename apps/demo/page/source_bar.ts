/** The ways to a source: buttons, file pickers, the camera list, and dropping a file anywhere. */
import { listCameras } from "./camera.ts";
import { byId } from "./dom.ts";
import type { Notice } from "./notice.ts";
import type { Player, SourceKind } from "./player.ts";
import type { Tools } from "./tools.ts";

export class SourceBar {
  readonly #player: Player;
  readonly #buttons: Readonly<Record<SourceKind, HTMLButtonElement>> = {
    camera: byId("source-camera", HTMLButtonElement),
    video: byId("source-video", HTMLButtonElement),
    picture: byId("source-picture", HTMLButtonElement),
  };
  readonly #cameras = byId("cameras", HTMLElement);
  readonly #camera = byId("camera", HTMLSelectElement);

  constructor(player: Player, tools: Tools, notice: Notice) {
    this.#player = player;
    const camera = () => void player.camera(this.#camera.value || null);
    this.#buttons.camera.onclick = camera;
    byId("start", HTMLButtonElement).onclick = camera;
    this.#camera.onchange = camera;
    for (const kind of ["video", "picture"] as const) {
      const input = byId(`file-${kind}`, HTMLInputElement);
      this.#buttons[kind].onclick = () => input.click();
      input.onchange = () => {
        const file = input.files?.[0];
        if (file) void player.file(file, kind);
        input.value = ""; // Or the same file could not be chosen again.
      };
    }
    this.#acceptDrops(notice);
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.#list());
    player.onChange = () => {
      this.#update();
      tools.update();
    };
    for (const button of Object.values(this.#buttons)) button.disabled = false;
    player.onChange();
  }

  #update(): void {
    const kind = this.#player.source?.kind;
    for (const [name, button] of Object.entries(this.#buttons)) {
      button.setAttribute("aria-pressed", String(name === kind));
    }
    if (kind === "camera") void this.#list();
    // While another camera opens, none is open: whoever chooses by keyboard must keep the focus.
    else if (document.activeElement !== this.#camera) this.#cameras.hidden = true;
  }

  async #list(): Promise<void> {
    const cameras = await listCameras();
    // One camera is no choice.
    this.#cameras.hidden = cameras.length < 2 || this.#player.source?.kind !== "camera";
    this.#camera.replaceChildren(
      ...cameras.map(({ id, name }) => new Option(name, id, false, id === this.#player.cameraId)),
    );
  }

  #acceptDrops(notice: Notice): void {
    const stage = byId("stage", HTMLElement);
    addEventListener("dragover", () => stage.classList.add("dropping"));
    addEventListener("dragleave", (event) => {
      if (event.relatedTarget === null) stage.classList.remove("dropping");
    });
    addEventListener("drop", (event) => {
      stage.classList.remove("dropping");
      const file = event.dataTransfer?.files[0];
      if (file) void this.#player.file(file);
      else if (this.#player.source === null) {
        notice.show("Only files can be dropped here", "Choose a picture or a video.");
      }
    });
  }
}
