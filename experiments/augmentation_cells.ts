/**
 * The cells of notebook 05: a table of Table 1 that fills as strategies are loaded or rerun, and
 * what a strategy does to a face.
 */
import { ablationFigure } from "lib/figures/ablation.ts";
import { augmentedPictures } from "lib/data/augmented.ts";
import type { FaceSet } from "lib/data/faces.ts";
import { augmentationTable } from "lib/figures/augmentation_table.ts";
import { tableFigure, tableMarkdown } from "lib/figures/table.ts";
import { REPORT_AUGMENTATIONS } from "lib/figures/report.ts";
import { figure } from "lib/notebook/figure.ts";
import { LiveOutput } from "lib/notebook/output.ts";
import { picture, sheet } from "lib/notebook/picture.ts";
import { configHash } from "lib/records/hash.ts";
import type { AugmentationName, Run } from "lib/records/run.ts";

/** Table 1 below a cell, drawn anew whenever a run is added. */
export class LiveAugmentationTable {
  readonly #output = new LiveOutput();
  readonly #runs = new Map<string, Run>();

  /** Draws the table with the runs so far; call it once where the table is to stand. */
  async show(): Promise<void> {
    const table = augmentationTable(this.runs);
    this.#output.update(() => ({
      "text/plain": tableMarkdown(table),
      "image/svg+xml": tableFigure(table),
    }));
    await this.#output.flush();
  }

  /** Adds a run, or puts it in the place of an earlier one of the same configuration. */
  async add(...runs: readonly (Run | null)[]): Promise<void> {
    for (const run of runs) {
      if (run) this.#runs.set(configHash(run.config), run);
    }
    await this.show();
  }

  /** The runs in the table. */
  get runs(): readonly Run[] {
    return [...this.#runs.values()];
  }
}

/** Shows some faces as they are and in the first epochs under a strategy, a row for each. */
export async function showStrategy(
  faces: FaceSet,
  strategy: AugmentationName,
  indices: readonly number[] = [0, 3],
): Promise<void> {
  const draws = 9;
  const pictures = augmentedPictures(faces, indices, strategy, { size: 64, draws, seed: 1 });
  const all = Array.from({ length: indices.length * (1 + draws) }, (_, i) => i);
  await picture(sheet(pictures, all, 1 + draws), {
    text: `${faces.name} faces as they are (left) and in ${draws} epochs under ${strategy}`,
  });
}

/** Runs that are a cell of Table 1. */
function cellsOfTable(runs: readonly Run[]): Run[] {
  return runs.filter(({ config }) =>
    REPORT_AUGMENTATIONS.some(({ dataset, augmentation }) =>
      dataset === config.data.dataset && augmentation === config.augmentation
    )
  );
}

/** Shows the ablation as a figure, or says that there is none yet. */
export async function showAblation(runs: readonly Run[]): Promise<void> {
  const cells = cellsOfTable(runs);
  if (cells.length === 0) console.log("The runs of this figure are not recorded yet.");
  else await figure(ablationFigure(cells));
}

/**
 * The strategies of a data set from best to worst validation accuracy, the report's and those of
 * each budget and seed here, of the chosen epoch and of the last one, a line each; and which pairs
 * stand in another order than the report's.
 */
export function orderLines(runs: readonly Run[], dataset: "fer2013" | "ferplus"): string[] {
  const report = REPORT_AUGMENTATIONS.filter((row) => row.dataset === dataset)
    .map(({ augmentation, validation }): Score => [augmentation, validation]).sort(better);
  const groups = Map.groupBy(
    cellsOfTable(runs).filter(({ config }) => config.data.dataset === dataset),
    ({ config }) => `budget ${config.budget}, seed ${config.seed}`,
  );
  const lines = [`report: ${scoreText(report)}`];
  for (const [name, group] of groups) {
    const ways: readonly [string, (run: Run) => number | null][] = [
      ["", ({ summary }) => summary.validation.accuracy],
      [", after the last epoch", ({ log }) => log.at(-1)!.valAccuracy],
    ];
    for (const [way, accuracyOf] of ways) {
      const here = group.flatMap((run): Score[] => {
        const accuracy = accuracyOf(run);
        return accuracy === null ? [] : [[run.config.augmentation, accuracy]];
      }).sort(better);
      const swapped = swappedPairs(report.map(([own]) => own), here.map(([own]) => own));
      lines.push(`here, ${name}${way}: ${scoreText(here)}`);
      lines.push(
        swapped.length === 0
          ? `  the report's order holds among these ${here.length}`
          : `  other than in the report: ${swapped.join(", ")}`,
      );
    }
  }
  return lines;
}

type Score = readonly [augmentation: AugmentationName, accuracy: number];

function better(a: Score, b: Score): number {
  return b[1] - a[1];
}

function scoreText(scores: readonly Score[]): string {
  return scores.map(([name, accuracy]) => `${name} ${(100 * accuracy).toFixed(2)} %`).join(", ");
}

/** Pairs that the two orders, best first, do not agree on; both must be in both. */
function swappedPairs(first: readonly string[], second: readonly string[]): string[] {
  return second.flatMap((above, i) =>
    second.slice(i + 1).filter((below) => first.indexOf(below) < first.indexOf(above))
      .map((below) => `${above} above ${below}`)
  );
}
