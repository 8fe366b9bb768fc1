/** A real browser for the page's tests, measurements and screenshots: the system's own Chromium. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const candidates = [
  Deno.env.get("CHROMIUM"),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Path of the browser, or null where there is none. */
export const browserPath: string | null =
  candidates.find((path) => path !== undefined && existsSync(path)) ?? null;

/**
 * Starts the browser headless.
 *
 * @param args are added to its flags
 * @throws Error where there is no browser
 */
export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  if (browserPath === null) {
    throw new Error(
      "Cannot start a browser: Chromium must be installed, but is not found. Install it, or set " +
        "CHROMIUM to its path",
    );
  }
  return await chromium.launch({
    executablePath: browserPath,
    args: [
      // A container's root has no other way; nothing but this machine's own pages is opened.
      "--no-sandbox",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...args,
    ],
  });
}

/** Flags that give the browser a film instead of a camera, without asking anyone. */
export function cameraFlags(film: string): string[] {
  return [
    "--disable-gpu",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${film}`,
  ];
}
