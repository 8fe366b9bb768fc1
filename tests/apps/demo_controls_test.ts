/** The page's controls, its use without mouse or eyes, its width on a phone, and its speed. */
import assert from "node:assert/strict";
import { measureDemo } from "../../apps/demo/measure.ts";
import { readPicture } from "../../lib/faces/decode.ts";
import { samplePicture } from "../../lib/faces/sample_picture.ts";
import { probabilities, siteTests, sum } from "../helpers/demo_site.ts";

siteTests({
  "a snapshot and a session are saved as files": async ({ page }) => {
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
  },

  "the keyboard alone leads from the camera to pause and the heat map": async ({ page }) => {
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
    const overlay = () =>
      page.locator("#overlay").evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const plain = await overlay();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#heat").getAttribute("aria-pressed"), "true");
    // The paused frame is read again.
    await page.waitForFunction(
      (plain) => (document.getElementById("overlay") as HTMLCanvasElement).toDataURL() !== plain,
      plain,
    );
  },

  "a screen reader hears of a face, once": async ({ page }) => {
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
    const tree = await page.locator("main").ariaSnapshot();
    assert.match(tree, /button "Heat map"/);
    assert.match(tree, /list "Probabilities of person 1"/);
  },

  "nothing is wider than a phone of 360 pixels": async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(await width(), 360);
    await page.locator("#start").click();
    await probabilities(page);
    assert.equal(await width(), 360);
  },

  "measureDemo() tells how fast the page is and what takes the time": async ({ site, context }) => {
    await context.close();
    const speed = await measureDemo(site.model, 2);
    assert.ok(speed !== null && speed.framesPerSecond > 0);
    for (const part of ["grab", "pixels", "follow", "prepare", "network", "draw"] as const) {
      assert.ok(speed.parts[part]! > 0, part);
    }
    assert.match(speed.browser, /^Chromium \d+/);
  },
});
