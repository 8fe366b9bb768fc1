/**
 * Takes the README's pictures of the programs: `deno run -A apps/demo/screenshots.ts` writes
 * `figures/demo-*.png` and `figures/annotated.png`, with the freely usable sample picture as the
 * only face.
 */
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { findFfmpeg } from "lib/faces/ffmpeg.ts";
import { samplePicture } from "lib/faces/sample_picture.ts";
import { task } from "lib/notebook/task.ts";
import { defineCommand, runCommand } from "../cli.ts";
import { MODEL_OPTION, openModel } from "../model.ts";
import { filmedPage } from "./filmed_page.ts";

const FIGURES = fileURLToPath(new URL("../../figures/", import.meta.url));
const PATIENCE = { timeout: 60_000 };

const readAny = (page: Page) => page.locator(".bar[data-share]").first().waitFor(PATIENCE);

async function camera(page: Page): Promise<void> {
  await page.locator("#start").click(PATIENCE);
  await readAny(page);
  await page.waitForTimeout(4000);
  // A paused film's last frame is read too, so boxes and picture belong together.
  await page.locator("#pause").click(PATIENCE);
  await page.locator("#people-title").hover();
  await page.waitForTimeout(3000);
}

async function pictureWithHeat(page: Page): Promise<void> {
  await page.locator("#source-picture:enabled").waitFor(PATIENCE);
  await page.locator("#file-picture").setInputFiles(await samplePicture());
  await readAny(page);
  // The picture is read again, so the first reading's bars are no sign.
  const reading = page.getByText("Reading the picture");
  await Promise.all([reading.waitFor(PATIENCE), page.locator("#heat").click(PATIENCE)]);
  await reading.waitFor({ state: "hidden", ...PATIENCE });
  await readAny(page);
  await page.locator("#people-title").hover();
}

const SHOTS = [
  { name: "camera", width: 1280, height: 820, colorScheme: "light", act: camera },
  { name: "phone-dark", width: 360, height: 780, colorScheme: "dark", act: pictureWithHeat },
] as const;

const command = defineCommand({
  name: "screenshots",
  summary: "Takes pictures of the page and of an annotated video for the README.",
  options: {
    out: { type: "string", value: "FOLDER", default: FIGURES, help: "where they go" },
    model: MODEL_OPTION,
  },
  json: "the files written",
  async run({ options, print }) {
    const opened = await openModel(options.model);
    await using site = await filmedPage(opened);
    const files: string[] = [];
    for (const { name, width, height, colorScheme, act } of SHOTS) {
      const context = await site.browser.newContext({
        viewport: { width, height },
        colorScheme,
        deviceScaleFactor: width < 500 ? 2 : 1,
      });
      const page = await context.newPage();
      await page.goto(site.url);
      await act(page);
      const path = `${options.out}/demo-${name}.png`;
      await page.screenshot({ path, fullPage: true });
      files.push(path);
      await context.close();
    }
    files.push(await annotatedFrame(site.film, `${options.out}/annotated.png`, opened.path));
    print({ files }, files.join("\n"));
  },
});

/** A frame of the film as `deno task annotate` draws it. */
async function annotatedFrame(film: string, path: string, model: string): Promise<string> {
  const video = `${film}.mp4`;
  await task("annotate", film, "--out", video, "--cam", "--model", model);
  const args = ["-v", "error", "-y", "-ss", "1", "-i", video, "-frames:v", "1", path];
  const { success } = await new Deno.Command(findFfmpeg(), { args }).output();
  if (!success) {
    throw new Error(`Cannot write ${path}: the annotated video must have a frame at 1 s`);
  }
  return path;
}

if (import.meta.main) await runCommand(command);
