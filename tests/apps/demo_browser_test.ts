/**
 * The page in a real browser, with a film of the sample picture as its camera. One server and one
 * browser for all tests; every page is watched for requests to elsewhere and for broken policy.
 */
import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import sharp from "sharp";
import { cameraFlags } from "../../apps/demo/browser.ts";
import { writeFakeCamera } from "../../apps/demo/fake_camera.ts";
import { pageFiles } from "../../apps/demo/files.ts";
import { modelCard } from "../../apps/demo/model_card.ts";
import { serve } from "../../apps/demo/server.ts";
import { findFfmpeg } from "../../apps/annotate/ffmpeg.ts";
import { openTensorflow } from "../../lib/engine/tensorflow.ts";
import { classifyFaces, createClassifier } from "../../lib/faces/classifier.ts";
import { readPicture } from "../../lib/faces/decode.ts";
import { loadDetector } from "../../lib/faces/learned.ts";
import { findRegions } from "../../lib/faces/regions.ts";
import { samplePicture } from "../../lib/faces/sample_picture.ts";
import { decodeModel, encodeModel } from "../../lib/models/model_file.ts";
import { browserNeed, browserPath, launchBrowser } from "../helpers/browser.ts";
import { livelyModel } from "../helpers/lively_model.ts";

/** A machine that trains beside the tests is slow. */
const PATIENCE = 120_000;

const ignore = browserPath === null;
const folder = ignore ? "" : await Deno.makeTempDir();
const film = `${folder}/camera.y4m`;
const weights = `${folder}/weights.safetensors`;
const bytes = encodeModel(livelyModel());
const model = decodeModel(bytes, weights);

interface Site {
  readonly url: string;
  open(options?: Parameters<Awaited<ReturnType<typeof launchBrowser>>["newContext"]>[0]): Promise<
    { page: Page; context: BrowserContext; requests: string[]; complaints: string[] }
  >;
  close(): Promise<void>;
}

async function openSite(flags: readonly string[]): Promise<Site> {
  await Deno.writeFile(weights, bytes);
  const opened = { model, path: weights, hash: "" };
  const server = serve(await pageFiles(weights, await modelCard(opened)), 0);
  const browser = await launchBrowser(flags);
  return {
    url: server.url,
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
      await page.goto(server.url);
      await page.locator("#source-camera:enabled").waitFor();
      return { page, context, requests, complaints };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

let site: Promise<Site> | undefined;
const theSite = () =>
  site ??= writeFakeCamera(film).then(() =>
    openSite([
      ...cameraFlags(film),
      // Nothing but this machine can be found, as if the network were unplugged.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ])
  );

function browserTest(name: string, run: (site: Site) => Promise<void>): void {
  Deno.test({
    name: name + browserNeed,
    ignore,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => await run(await theSite()),
  });
}

async function probabilities(page: Page, person = 1): Promise<number[]> {
  const bars = page.locator(`[data-person="${person}"] .bar[data-share]`);
  await bars.first().waitFor();
  return await bars.evaluateAll((rows) =>
    rows.map((row) => Number((row as HTMLElement).dataset.share))
  );
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const said = (page: Page) => page.locator("#notice-title").textContent();

async function waitForNotice(page: Page, words: string): Promise<void> {
  await page.locator("#notice-title", { hasText: words }).waitFor();
}

browserTest(
  "the page reads the camera: a label, probabilities that sum to 1, nothing sent",
  async (site) => {
    const { page, context, requests, complaints } = await site.open();
    await page.locator("#start").click();
    const shares = await probabilities(page);
    assert.equal(shares.length, 6);
    assert.ok(Math.abs(sum(shares) - 1) < 1e-5, `${shares}`);
    assert.match((await page.locator(".label").textContent())!, /^[A-Z][a-z]+$/);
    assert.equal(await page.locator("#count").textContent(), "1 in view");
    assert.match((await page.locator("#runtime").textContent())!, /WebAssembly, \d+ thread/);
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    // The camera's only face stays the same person while it moves and is searched for again.
    await page.waitForFunction(() => {
      const numbers = document.getElementById("stats")!.dataset.numbers;
      return numbers !== undefined && JSON.parse(numbers).follow !== null;
    });
    await page.waitForTimeout(3000);
    assert.deepEqual(await page.locator(".who").allTextContents(), ["Person 1"]);
    assert.ok(requests.length > 10);
    assert.deepEqual(requests.filter((url) => !url.startsWith(site.url)), []);
    assert.deepEqual(complaints, []);
    await context.close();
  },
);

browserTest("a picture gives the same probabilities in the page as on TensorFlow", async (site) => {
  const { page, context } = await site.open();
  await page.locator("#file-picture").setInputFiles(await samplePicture());
  const shares = await probabilities(page);
  await context.close();
  const engine = await openTensorflow({ device: "cpu", threads: 1, precision: "float32" });
  const detector = await loadDetector(engine, "learned");
  const picture = await readPicture(await samplePicture());
  const regions = await findRegions(picture, {
    mode: "detect",
    detector: () => Promise.resolve(detector),
  });
  const classifier = createClassifier(engine, model);
  const [native] = await classifyFaces(classifier, regions.map(({ crop }) => crop));
  detector.dispose();
  classifier.dispose();
  assert.equal(regions.length, 1);
  shares.forEach((share, i) =>
    assert.ok(Math.abs(share - native![i]!) < 1e-3, `class ${i}: ${share}, native ${native![i]}`)
  );
});

browserTest("a dropped picture is read, and again with the heat map", async (site) => {
  const { page, context, complaints } = await site.open();
  const encoded = (await Deno.readFile(await samplePicture())).toBase64();
  const transfer = await page.evaluateHandle((encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], "face.png", { type: "image/png" }));
    return data;
  }, encoded);
  await page.dispatchEvent("#stage", "drop", { dataTransfer: transfer });
  const plain = await probabilities(page);
  const drawn = () =>
    page.locator("#overlay").evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const before = await drawn();
  await page.locator("#heat").click();
  await page.waitForFunction(
    (before) => {
      const canvas = document.getElementById("overlay") as HTMLCanvasElement;
      return document.querySelector(".bar[data-share]") && canvas.toDataURL() !== before;
    },
    before,
  );
  const explained = await probabilities(page);
  explained.forEach((share, i) => assert.ok(Math.abs(share - plain[i]!) < 1e-4));
  assert.equal(await page.locator("#heat").getAttribute("aria-pressed"), "true");
  assert.deepEqual(complaints, []);
  await context.close();
});

browserTest("several faces are told apart, and no face is said to be none", async (site) => {
  const { page, context } = await site.open();
  const sample = await samplePicture();
  const twice = await sharp(sample).extend({ right: 512, background: "#808080" })
    .composite([{ input: sample, left: 512, top: 0 }]).png().toBuffer();
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: "image/png", buffer });
  await page.locator("#file-picture").setInputFiles(file("twice.png", twice));
  for (const person of [1, 2]) {
    assert.ok(Math.abs(sum(await probabilities(page, person)) - 1) < 1e-5);
  }
  assert.equal(await page.locator("#count").textContent(), "2 in view");
  const empty = await sharp({
    create: { width: 300, height: 200, channels: 3, background: "#98a" },
  })
    .png().toBuffer();
  await page.locator("#file-picture").setInputFiles(file("empty.png", empty));
  await page.locator("#nobody", { hasText: "No face found." }).waitFor();
  assert.equal(await page.locator("#announce").textContent(), "No face in view");
  assert.equal(await page.locator("#people > li").count(), 0);
  await context.close();
});

browserTest("a video file is read, paused and sought", async (site) => {
  const video = `${folder}/clip.webm`;
  const made = await new Deno.Command(findFfmpeg(), {
    args: ["-v", "error", "-y", "-i", film, "-c:v", "libvpx", "-b:v", "1M", video],
  }).output();
  assert.ok(made.success, new TextDecoder().decode(made.stderr));
  const { page, context, complaints } = await site.open();
  await page.locator("#file-video").setInputFiles(video);
  assert.ok(Math.abs(sum(await probabilities(page)) - 1) < 1e-5);
  // A camera is shown as a mirror, a file as it is.
  assert.equal(await page.locator("#mirror").getAttribute("aria-pressed"), "false");
  await page.locator("#pause").click();
  await page.locator("#pause", { hasText: "Resume" }).waitFor();
  await page.locator("#seek").fill("500");
  await page.locator("#clock", { hasText: /0:01 of 0:0[12]/ }).waitFor();
  await page.locator("#pause").click();
  await page.locator("#pause", { hasText: "Pause" }).waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

browserTest("files that are no pictures or videos are refused in words", async (site) => {
  const { page, context } = await site.open();
  const file = (name: string, mimeType: string) => ({ name, mimeType, buffer: Buffer.from("no") });
  await page.locator("#file-picture").setInputFiles(file("a.png", "image/png"));
  await waitForNotice(page, "This is no picture that can be read");
  await page.locator("#file-video").setInputFiles(file("a.mp4", "video/mp4"));
  await waitForNotice(page, "This video cannot be played");
  assert.equal(await page.locator("#snapshot").isDisabled(), true);
  await context.close();
});

browserTest("a snapshot and a session are saved as files", async (site) => {
  const { page, context } = await site.open();
  await page.locator("#start").click();
  await probabilities(page);
  const picture = page.waitForEvent("download");
  await page.locator("#snapshot").click();
  assert.match((await picture).suggestedFilename(), /^snapshot-\d{4}-.*\.png$/);
  const { width, height, pixels } = await readPicture(await (await picture).path());
  assert.deepEqual([width, height], [640, 480]);
  assert.ok(new Set(pixels).size > 100, "the snapshot must show the film");
  await page.locator("#record").click();
  await page.locator("#badge", { hasText: /Recording 0:0[1-9]/ }).waitFor();
  const table = page.waitForEvent("download");
  await page.locator("#record").click();
  const lines = (await Deno.readTextFile(await (await table).path())).trim().split("\n");
  assert.equal(
    lines[0],
    "time,source,person,x,y,width,height,label,confidence,certain," +
      "angry,disgust,fear,happy,sad,surprise",
  );
  const cells = lines[1]!.split(",");
  assert.deepEqual(cells.slice(1, 3), ["camera", "1"]);
  assert.ok(Math.abs(sum(cells.slice(10).map(Number)) - 1) < 1e-5);
  await context.close();
});

browserTest("the keyboard alone leads from the camera to pause and the heat map", async (site) => {
  const { page, context } = await site.open();
  const focus = () => page.evaluate(() => document.activeElement?.id);
  const tabTo = async (id: string) => {
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press("Tab");
      if (await focus() === id) return;
    }
    assert.fail(`Tab never reaches ${id}`);
  };
  await tabTo("source-camera");
  const outline = await page.locator("#source-camera").evaluate((button) =>
    getComputedStyle(button).outlineWidth
  );
  assert.equal(outline, "2px");
  await page.keyboard.press("Enter");
  await probabilities(page);
  await tabTo("pause");
  await page.keyboard.press("Space");
  await page.locator("#pause", { hasText: "Resume" }).waitFor();
  await tabTo("heat");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#heat").getAttribute("aria-pressed"), "true");
  await context.close();
});

browserTest("a screen reader hears of a face, once", async (site) => {
  const { page, context } = await site.open();
  await page.evaluate(() => {
    const heard: string[] = [];
    const region = document.getElementById("announce")!;
    new MutationObserver(() => heard.push(region.textContent!)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    Object.assign(globalThis, { heard });
  });
  await page.locator("#file-picture").setInputFiles(await samplePicture());
  await probabilities(page);
  await page.waitForTimeout(500);
  const heard = await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
  assert.equal(heard.length, 1);
  assert.match(heard[0]!, /^Person 1: .* percent$/);
  const snapshot = await page.locator("main").ariaSnapshot();
  assert.match(snapshot, /button "Heat map"/);
  assert.match(snapshot, /list "Probabilities of person 1"/);
  await context.close();
});

browserTest("nothing is wider than a phone of 360 pixels", async (site) => {
  const { page, context } = await site.open({ viewport: { width: 360, height: 740 } });
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(await width(), 360);
  await page.locator("#start").click();
  await probabilities(page);
  assert.equal(await width(), 360);
  await context.close();
});

browserTest("a busy and an absent camera are told in words", async (site) => {
  for (
    const [name, words] of [
      ["NotReadableError", "The camera is busy"],
      ["NotFoundError", "There is no camera"],
    ]
  ) {
    const { page, context } = await site.open();
    await page.evaluate((name) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
    }, name);
    await page.locator("#start").click();
    await waitForNotice(page, words!);
    assert.equal(await page.locator("#start").textContent(), "Try again");
    await context.close();
  }
});

Deno.test({
  name: "a refused camera is told in words, and pictures still work" + browserNeed,
  ignore,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const site = await openSite([
      "--disable-gpu",
      "--use-fake-device-for-media-stream",
      "--deny-permission-prompts",
    ]);
    const { page } = await site.open();
    await page.locator("#start").click();
    await waitForNotice(page, "The camera is not allowed");
    assert.match((await page.locator("#notice-text").textContent())!, /beside the address/);
    await page.locator("#file-picture").setInputFiles(await samplePicture());
    assert.equal((await probabilities(page)).length, 6);
    assert.equal(await said(page), "");
    await site.close();
  },
});

Deno.test({
  name: "the server and the browser of these tests end" + browserNeed,
  ignore,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await (await site)?.close();
    await Deno.remove(folder, { recursive: true });
  },
});
