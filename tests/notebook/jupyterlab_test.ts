/**
 * The whole way as a person goes it: JupyterLab in a real browser, the training cell run, the live
 * chart seen to move, Stop pressed, the kernel's state still there, the cell run again and seen to go
 * on where it was.
 */
import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { findExperiment } from "experiments/mod.ts";
import { trialPlace } from "experiments/run.ts";
import { resolveExperiment } from "lib/train/experiment.ts";
import { startLab } from "../../apps/lab/server.ts";
import { hasTag } from "../../apps/notebooks/notebook.ts";
import { browserNeed, browserPath, launchBrowser } from "../helpers/browser.ts";
import { projectRoot, readNotebook, withSource, writeNotebook } from "../helpers/notebooks.ts";

/** Settings of the test: drawn faces, more epochs than the test waits for, a seed of its own. */
const settings = {
  budget: "smoke",
  seed: Date.now() % 1_000_000_000,
  set: ["data.dataset=generated", "limit=320", 'stages=[{"size":32,"epochs":40}]'],
  retrain: true,
} as const;

const notebook = withSource(
  readNotebook("04_residual_se"),
  "settings",
  `const settings = ${JSON.stringify(settings)} as const;
const kept = "kept " + Math.random();
const config = resolveExperiment(findExperiment("ferplus-residual-se"), settings);
console.log(kept);`,
);

/** Index among the code cells of the one that bears the tag. */
function codeCell(tag: string): number {
  return notebook.cells.filter((cell) => cell.cell_type === "code")
    .findIndex((cell) => hasTag(cell, tag));
}

/** What a person does in an open notebook. */
class Lab {
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }

  cell(index: number): Locator {
    return this.#page.locator(".jp-Notebook .jp-CodeCell").nth(index);
  }

  async run(index: number): Promise<void> {
    await this.cell(index).locator(".cm-content").click();
    await this.press("notebook:run-cell-and-select-next");
  }

  async runToEnd(index: number): Promise<void> {
    await this.run(index);
    await this.cell(index).locator(".jp-InputPrompt", { hasText: /\[\d+\]/ }).waitFor();
  }

  async press(command: string): Promise<void> {
    await this.#page.locator(`jp-button[data-command="${command}"]`).click();
  }

  /** The text below a cell once it holds this. */
  async output(index: number, text: RegExp): Promise<string> {
    const area = this.cell(index).locator(".jp-OutputArea", { hasText: text }).first();
    return await area.innerText({ timeout: 60_000 });
  }

  /** The chart below a cell once it differs from `before`. */
  async chart(index: number, before: string | null): Promise<string> {
    const picture = this.cell(index).locator(".jp-RenderedSVG img");
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      const source = await picture.getAttribute("src", { timeout: 60_000 }) ?? "";
      if (source !== before && source !== "") return source;
      await this.#page.waitForTimeout(200);
    }
    throw new Error("the chart must move within a minute, but does not");
  }
}

/** Images done since the start of training, from the progress bar's text. */
function imagesDone(text: string): number {
  const [, epoch, done] = /epoch (\d+)\/40\s+\d+ %\s+(\d+) of 320 images/.exec(text) ?? [];
  assert(epoch !== undefined && done !== undefined, `must hold the progress: ${text}`);
  return (Number(epoch) - 1) * 320 + Number(done);
}

Deno.test({
  name: `JupyterLab trains with a live chart, stops, keeps its state and goes on${browserNeed}`,
  ignore: browserPath === null,
  async fn() {
    const folder = join(projectRoot, ".cache", `jupyterlab-test-${Deno.pid}`);
    mkdirSync(folder, { recursive: true });
    writeNotebook(join(folder, "training.ipynb"), notebook);
    const server = await startLab({ folder, port: 0, browser: false, log: false });
    const browser = await launchBrowser(["--disable-gpu"]);
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
      page.setDefaultTimeout(60_000);
      const url = new URL(server.url);
      url.pathname = "/lab/tree/training.ipynb";
      await page.goto(url.href);
      await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor({ timeout: 60_000 });
      await page.locator(".jp-Toolbar-kernelName", { hasText: "Deno" }).waitFor();
      const lab = new Lab(page);
      const [imports, state, training] = [0, codeCell("settings"), codeCell("training")];
      await lab.runToEnd(imports);
      await lab.runToEnd(state);
      const kept = (await lab.output(state, /kept/)).trim();

      await lab.run(training);
      const first = await lab.chart(training, null);
      await lab.chart(training, first);
      const running = imagesDone(await lab.output(training, /images\/s/));

      await lab.press("notebook:interrupt-kernel");
      const stopped = imagesDone(await lab.output(training, /Run this cell again/));
      assert(stopped >= running, "training must not go back");

      await lab.cell(state).locator(".cm-content").fill("console.log(kept, config.seed);");
      await lab.runToEnd(state);
      assert.equal((await lab.output(state, /kept/)).trim(), `${kept} ${settings.seed}`);

      await lab.run(training);
      await lab.chart(training, null);
      const resumed = imagesDone(await lab.output(training, /images\/s/));
      assert(resumed > stopped, `must go on after ${stopped} images, but is at ${resumed}`);
      assert(resumed < stopped + 320 * 20, `must go on from ${stopped}, but is at ${resumed}`);
      await lab.press("notebook:interrupt-kernel");
      await lab.output(training, /Run this cell again/);
    } finally {
      await browser.close();
      await server.stop();
      rmSync(folder, { recursive: true });
      const config = resolveExperiment(findExperiment("ferplus-residual-se"), {
        ...settings,
        set: [...settings.set],
      });
      rmSync(dirname(trialPlace(config).cache), { recursive: true, force: true });
    }
  },
});
