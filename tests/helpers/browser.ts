/** A real browser for tests: Chromium through Playwright, as the system's packages install it. */
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

/** What to add to the name of a test that needs the browser, so that a skip says why. */
export const browserNeed: string = browserPath === null
  ? " (ignored: no Chromium; install it or set CHROMIUM to its path)"
  : "";

/** Starts the browser headless; `args` are added to its flags. */
export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  if (browserPath === null) throw new Error("internal: launchBrowser needs a browser");
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
