/** What the page does with each source: camera, picture, video, and those that cannot be had. */
import assert from "node:assert/strict";
import sharp from "sharp";
import { findFfmpeg } from "../../lib/faces/ffmpeg.ts";
import { openTensorflow } from "../../lib/engine/tensorflow.ts";
import { classifyFaces, createClassifier } from "../../lib/faces/classifier.ts";
import { readPicture } from "../../lib/faces/decode.ts";
import { loadDetector } from "../../lib/faces/learned.ts";
import { findRegions } from "../../lib/faces/regions.ts";
import { samplePicture } from "../../lib/faces/sample_picture.ts";
import type { Model } from "../../lib/models/model_file.ts";
import {
  browserTest,
  openSite,
  probabilities,
  siteTests,
  sum,
  waitForNotice,
} from "../helpers/demo_site.ts";

const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });

/** Probabilities of the sample picture's face as the other programs compute them. */
async function nativeProbabilities(model: Model): Promise<Float32Array> {
  const engine = await openTensorflow({ device: "cpu", threads: 1, precision: "float32" });
  const detector = await loadDetector(engine, "learned");
  const classifier = createClassifier(engine, model);
  const regions = await findRegions(await readPicture(await samplePicture()), {
    mode: "detect",
    detector: () => Promise.resolve(detector),
  });
  assert.equal(regions.length, 1);
  const [native] = await classifyFaces(classifier, regions.map(({ crop }) => crop));
  detector.dispose();
  classifier.dispose();
  return native!;
}

siteTests({
  "the page reads the camera, a label and probabilities that sum to 1, and sends nothing": async (
    { page, requests, complaints, site },
  ) => {
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
  },

  "a picture gives the same probabilities in the page as on TensorFlow": async (
    { page, site },
  ) => {
    await page.locator("#file-picture").setInputFiles(await samplePicture());
    const shares = await probabilities(page);
    const native = await nativeProbabilities(site.model.model);
    shares.forEach((share, i) =>
      assert.ok(Math.abs(share - native[i]!) < 1e-3, `class ${i}: ${share}, native ${native[i]}`)
    );
  },

  "a dropped picture is read, and again with the heat map": async ({ page, complaints }) => {
    const encoded = (await Deno.readFile(await samplePicture())).toBase64();
    const transfer = await page.evaluateHandle((encoded) => {
      const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], "face.png", { type: "image/png" }));
      return data;
    }, encoded);
    await page.dispatchEvent("#stage", "drop", { dataTransfer: transfer });
    const plain = await probabilities(page);
    const before = await page.locator("#overlay").evaluate((canvas) =>
      (canvas as HTMLCanvasElement).toDataURL()
    );
    const listed = await page.evaluateHandle(() => {
      const list = document.getElementById("people")!, counts: number[] = [];
      new MutationObserver(() => counts.push(list.childElementCount))
        .observe(list, { childList: true, subtree: true });
      return counts;
    });
    await page.locator("#heat").click();
    await page.waitForFunction(
      (before) => (document.getElementById("overlay") as HTMLCanvasElement).toDataURL() !== before,
      before,
    );
    const explained = await probabilities(page);
    explained.forEach((share, i) => assert.ok(Math.abs(share - plain[i]!) < 1e-4));
    assert.ok((await listed.jsonValue()).every((count) => count === 1), "the face stays listed");
    assert.equal(await page.locator("#heat").getAttribute("aria-pressed"), "true");
    assert.deepEqual(complaints, []);
  },

  "a file without a type is what the button says that opened it": async ({ page }) => {
    const picture = Buffer.from(await Deno.readFile(await samplePicture()));
    await page.locator("#file-picture").setInputFiles(file("face", "", picture));
    assert.ok(Math.abs(sum(await probabilities(page)) - 1) < 1e-5);
    await page.locator("#file-video").setInputFiles(file("face", "", picture));
    await waitForNotice(page, "This video cannot be played");
  },

  "a picture that is opened while another is read takes its place": async ({ page }) => {
    const ground = { width: 300, height: 200, channels: 3, background: "#9988aa" } as const;
    const empty = await sharp({ create: ground }).png().toBuffer();
    const sample = await samplePicture();
    const input = page.locator("#file-picture");
    // The first reading also waits for the networks, so it is at work when the next one begins.
    await input.setInputFiles(sample);
    await input.setInputFiles(file("empty.png", "image/png", empty));
    await page.locator("#nobody", { hasText: "No face found." }).waitFor();
    await page.waitForTimeout(1500);
    assert.equal(await page.locator("#people > li").count(), 0);
    await input.setInputFiles(file("empty.png", "image/png", empty));
    await input.setInputFiles(sample);
    await probabilities(page);
    await page.waitForTimeout(1500);
    assert.equal(await page.locator("#count").textContent(), "1 in view");
  },

  "several faces are told apart, and no face is said to be none": async ({ page }) => {
    const sample = await samplePicture();
    const twice = await sharp(sample).extend({ right: 512, background: "#808080" })
      .composite([{ input: sample, left: 512, top: 0 }]).png().toBuffer();
    await page.locator("#file-picture").setInputFiles(file("twice.png", "image/png", twice));
    for (const person of [1, 2]) {
      assert.ok(Math.abs(sum(await probabilities(page, person)) - 1) < 1e-5);
    }
    assert.equal(await page.locator("#count").textContent(), "2 in view");
    const ground = { width: 300, height: 200, channels: 3, background: "#9988aa" } as const;
    const empty = await sharp({ create: ground }).png().toBuffer();
    await page.locator("#file-picture").setInputFiles(file("empty.png", "image/png", empty));
    await page.locator("#nobody", { hasText: "No face found." }).waitFor();
    assert.equal(await page.locator("#announce").textContent(), "No face in view");
    assert.equal(await page.locator("#people > li").count(), 0);
  },

  "a video file is read, paused and sought": async ({ page, complaints, site }) => {
    const video = `${site.folder}/clip.webm`;
    const made = await new Deno.Command(findFfmpeg(), {
      args: ["-v", "error", "-y", "-i", site.film, "-c:v", "libvpx", "-b:v", "1M", video],
    }).output();
    assert.ok(made.success, new TextDecoder().decode(made.stderr));
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
  },

  "files that are no pictures or videos are refused in words": async ({ page }) => {
    const no = Buffer.from("no");
    await page.locator("#file-picture").setInputFiles(file("a.png", "image/png", no));
    await waitForNotice(page, "This is no picture that can be read");
    await page.locator("#file-video").setInputFiles(file("a.mp4", "video/mp4", no));
    await waitForNotice(page, "This video cannot be played");
    assert.equal(await page.locator("#snapshot").isDisabled(), true);
  },

  "a busy and an absent camera are told in words": async ({ page }) => {
    const refuse = (name: string) =>
      page.evaluate((name) => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
      }, name);
    await refuse("NotReadableError");
    await page.locator("#start").click();
    await waitForNotice(page, "The camera is busy");
    assert.equal(await page.locator("#start").textContent(), "Try again");
    await refuse("NotFoundError");
    await page.locator("#start").click();
    await waitForNotice(page, "There is no camera");
  },
});

browserTest("a refused camera is told in words, and pictures still work", async () => {
  const site = await openSite(() => [
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
  assert.equal(await page.locator("#notice-title").textContent(), "");
  await site.close();
});
