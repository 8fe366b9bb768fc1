/** The page, served and with a browser to open it in, whose camera is a film of the sample picture. */
import type { Browser } from "playwright-core";
import { writeSampleFilm } from "lib/faces/sample_film.ts";
import type { OpenedModel } from "../model.ts";
import { cameraFlags, launchBrowser } from "./browser.ts";
import { pageFiles } from "./files.ts";
import { modelCard } from "./model_card.ts";
import { serve } from "./server.ts";

/** Ends browser and server, and removes the folder, when disposed. */
export interface FilmedPage extends AsyncDisposable {
  readonly url: string;
  readonly browser: Browser;
  /** A temporary folder that holds the film. */
  readonly folder: string;
  readonly film: string;
}

/**
 * Starts server and browser.
 *
 * @param flags of the browser, made from the film's path
 * @throws Error where there is no browser, or the sample picture or the weights cannot be read
 */
export async function filmedPage(
  opened: OpenedModel,
  flags: (film: string) => readonly string[] = cameraFlags,
): Promise<FilmedPage> {
  await using started = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir();
  started.defer(() => Deno.remove(folder, { recursive: true }));
  const film = `${folder}/camera.y4m`;
  await writeSampleFilm(film);
  const server = serve(await pageFiles(opened.path, await modelCard(opened)), 0);
  started.defer(() => server.close());
  const browser = await launchBrowser(flags(film));
  started.defer(() => browser.close());
  const all = started.move();
  return {
    url: server.url,
    browser,
    folder,
    film,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
