/**
 * The demo's page in a real browser, with a film of the sample picture as its camera. One server and
 * one browser serve all tests of a file; every page is watched for requests and complaints.
 */
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { cameraFlags } from "../../apps/demo/browser.ts";
import { filmedPage } from "../../apps/demo/filmed_page.ts";
import type { OpenedModel } from "../../apps/model.ts";
import { decodeModel, encodeModel } from "../../lib/models/model_file.ts";
import { browserNeed, browserPath } from "./browser.ts";
import { livelyModel } from "./lively_model.ts";

/** A machine that trains beside the tests is slow. */
const PATIENCE = 120_000;

/** A page that has loaded its network. */
export interface OpenedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Addresses of all requests. */
  readonly requests: readonly string[];
  /** What the browser's console calls an error, broken policy included. */
  readonly complaints: readonly string[];
}

export interface DemoSite {
  readonly url: string;
  readonly model: OpenedModel;
  /** For files of the tests; removed at the end. */
  readonly folder: string;
  /** The film in the camera's place. */
  readonly film: string;
  open(options?: BrowserContextOptions): Promise<OpenedPage>;
  close(): Promise<void>;
}

/** Starts server and browser; `flags` are the browser's, made from the film's path. */
export async function openSite(flags: (film: string) => string[] = offline): Promise<DemoSite> {
  const path = await Deno.makeTempFile({ suffix: ".safetensors" });
  const bytes = encodeModel(livelyModel());
  await Deno.writeFile(path, bytes);
  const model = { model: decodeModel(bytes, path), path, hash: "" };
  const { url, browser, folder, film, [Symbol.asyncDispose]: end } = await filmedPage(model, flags);
  return {
    url,
    model,
    folder,
    film,
    async open(options = {}) {
      const context = await browser.newContext({ acceptDownloads: true, ...options });
      context.setDefaultTimeout(PATIENCE);
      const page = await context.newPage();
      const requests: string[] = [], complaints: string[] = [];
      context.on("request", (request) => requests.push(request.url()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      await page.goto(url);
      await page.locator("#source-camera:enabled").waitFor();
      return { page, context, requests, complaints };
    },
    async close() {
      await end();
      await Deno.remove(path);
    },
  };
}

/** A camera, and nothing but this machine can be found, as if the network were unplugged. */
function offline(film: string): string[] {
  return [...cameraFlags(film), "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
}

/** Registers a test that needs the browser. */
export function browserTest(name: string, fn: () => Promise<void>): void {
  const options = { ignore: browserPath === null, sanitizeOps: false, sanitizeResources: false };
  Deno.test({ name: name + browserNeed, ...options, fn });
}

/** Registers tests that share one site, each with a page of its own; the last one ends it. */
export function siteTests(
  tests: Readonly<
    Record<string, (opened: OpenedPage & { readonly site: DemoSite }) => Promise<void>>
  >,
): void {
  let site: Promise<DemoSite> | undefined;
  for (const [name, run] of Object.entries(tests)) {
    browserTest(name, async () => {
      const shared = await (site ??= openSite());
      const opened = await shared.open();
      await run({ ...opened, site: shared });
      await opened.context.close();
    });
  }
  browserTest("the site of these tests ends", async () => await (await site)?.close());
}

/** What the page shows of a person, waited for. */
export async function probabilities(page: Page, person = 1): Promise<number[]> {
  const bars = page.locator(`[data-person="${person}"] .bar[data-share]`);
  await bars.first().waitFor();
  return await bars.evaluateAll((rows) =>
    rows.map((row) => Number((row as HTMLElement).dataset.share))
  );
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Waits for a notice on the stage. */
export async function waitForNotice(page: Page, words: string): Promise<void> {
  await page.locator("#notice-title", { hasText: words }).waitFor();
}
