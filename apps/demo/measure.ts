/**
 * How fast the page reads one face from the camera: in a real browser, with a film in the camera's
 * place, on WebAssembly, as on a machine without a graphics card.
 */
import type { OpenedModel } from "../model.ts";
import { browserPath } from "./browser.ts";
import { filmedPage } from "./filmed_page.ts";
import type { Parts } from "./page/meter.ts";

export interface DemoSpeed {
  /** Readings a second, from end to end. */
  readonly framesPerSecond: number;
  /**
   * Mean milliseconds of each part over the readings in which it ran; the search for faces runs in
   * every fifth.
   */
  readonly parts: Readonly<Record<keyof Parts, number | null>>;
  /** The longest time that the page itself was blocked, in milliseconds; 0 = never over 50. */
  readonly longestBlock: number;
  readonly browser: string;
  /** What ran the network, in words. */
  readonly runtime: string;
}

/** A page's own list of the times it was blocked for more than 50 ms. */
type Blocked = { blocks: number[] };

/**
 * Measures the page with a model.
 *
 * @param seconds to watch, after three seconds to warm up
 * @returns null where there is no browser
 * @throws Error when no face is read within a minute
 */
export async function measureDemo(opened: OpenedModel, seconds = 10): Promise<DemoSpeed | null> {
  if (browserPath === null) return null;
  await using site = await filmedPage(opened);
  const page = await site.browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${site.url}?backend=wasm`);
  await page.locator("#start").click({ timeout: 60_000 });
  await page.locator(".bar[data-share]").first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(3000);
  await page.evaluate(() => {
    const blocked = globalThis as unknown as Blocked;
    blocked.blocks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) blocked.blocks.push(duration);
    }).observe({ entryTypes: ["longtask"] });
  });
  const samples: { rate: number; parts: DemoSpeed["parts"] }[] = [];
  for (let second = 0; second < seconds; second += 2) {
    await page.waitForTimeout(2000);
    const numbers = await page.locator("#stats").getAttribute("data-numbers");
    const { rate, ...parts } = JSON.parse(numbers!);
    samples.push({ rate, parts });
  }
  const blocks = await page.evaluate(() => (globalThis as unknown as Blocked).blocks);
  const mean = (values: readonly (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, v) => sum + v, 0) / known.length;
  };
  const names = Object.keys(samples[0]!.parts) as (keyof Parts)[];
  return {
    framesPerSecond: mean(samples.map(({ rate }) => rate))!,
    parts: Object.fromEntries(
      names.map((name) => [name, mean(samples.map(({ parts }) => parts[name]))]),
    ) as DemoSpeed["parts"],
    longestBlock: Math.max(0, ...blocks),
    browser: `Chromium ${site.browser.version()}`,
    runtime: (await page.locator("#runtime").textContent())!,
  };
}
