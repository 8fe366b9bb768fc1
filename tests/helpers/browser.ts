/** A real browser for tests, and what to say where there is none. */
import { browserPath, launchBrowser } from "../../apps/demo/browser.ts";

export { browserPath, launchBrowser };

/** What to add to the name of a test that needs the browser, so that a skip says why. */
export const browserNeed: string = browserPath === null
  ? " (ignored: no Chromium; install it or set CHROMIUM to its path)"
  : "";
