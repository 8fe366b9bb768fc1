/**
 * What the catalogue of figures says of each: its name, who draws it, and what must be recorded;
 * and makers of the entries that are alike.
 */
import type { NetworkDescription } from "../records/description.ts";
import type { ExplanationStudy } from "../records/explanation_study.ts";
import type { ReportCurve } from "../records/report_curves.ts";
import type { DatasetName, Run } from "../records/run.ts";
import { mainRun } from "./select.ts";
import { type Table, tableFigure } from "./table.ts";
import { trainingCurvesFigure } from "./training_curves.ts";
import { DATASET_TITLES } from "./words.ts";

/** Everything that figures are made of. */
export interface FigureSources {
  readonly runs: readonly Run[];
  /** Every network at 64 × 64 with six classes. */
  readonly networks: readonly NetworkDescription[];
  readonly reportCurves: readonly ReportCurve[];
  /** Recorded comparisons of explanations. */
  readonly studies: readonly ExplanationStudy[];
}

export interface CatalogueEntry {
  /** Name of the files, without ending. */
  readonly name: string;
  /** Place in the report, or `Beyond the report`. */
  readonly place: string;
  readonly title: string;
  /** Name of the function that draws it. */
  readonly functionName: string;
  /** The file of that function, in `lib/figures`. */
  readonly file: string;
  /** What must be recorded, in words. */
  readonly needs: string;
  /** SVG or a table; null when what it needs is not recorded. */
  make(sources: FigureSources): string | Table | null;
}

/** The SVG of what `make` gave. */
export function entrySvg(made: string | Table): string {
  return typeof made === "string" ? made : tableFigure(made);
}

/** A figure of the run that stands for a data set. */
export function ofRun(
  name: string,
  place: string,
  title: string,
  draw: (run: Run) => string | Table,
  file: string,
  dataset: DatasetName,
): CatalogueEntry {
  const needs = `a run of residual-SE on ${DATASET_TITLES[dataset]} evaluated at 64 × 64`;
  return {
    name,
    place,
    title: `${title}, ${DATASET_TITLES[dataset]}`,
    functionName: draw.name,
    file,
    needs,
    make({ runs }) {
      const run = mainRun(runs, dataset);
      return run && draw(run);
    },
  };
}

/** Loss and accuracy of that run, the report's best run beside it. */
export function training(name: string, place: string, dataset: DatasetName): CatalogueEntry {
  return {
    name,
    place,
    title: `Loss and accuracy by epoch, ${DATASET_TITLES[dataset]}`,
    functionName: trainingCurvesFigure.name,
    file: "training_curves.ts",
    needs: `a run of residual-SE on ${DATASET_TITLES[dataset]} evaluated at 64 × 64`,
    make({ runs, reportCurves }) {
      const run = mainRun(runs, dataset);
      // The run that the report states for the data set; ours may augment otherwise.
      const curve = reportCurves.find((each) =>
        each.dataset === dataset && each.augmentation === "aggressive"
      );
      return run && trainingCurvesFigure(run, curve);
    },
  };
}

/** A drawing of a part of residual-SE. */
export function architecture(
  name: string,
  place: string,
  title: string,
  draw: (network: NetworkDescription) => string,
): CatalogueEntry {
  return { ...ofNetwork("residual-se", name, title, draw, "architecture.ts", place), name };
}

/** A figure of one network's description. */
export function ofNetwork(
  network: string,
  prefix: string,
  title: string,
  draw: (network: NetworkDescription) => string | Table,
  file: string,
  place: string,
): CatalogueEntry {
  return {
    name: `${prefix}_${network.replaceAll("-", "_")}`,
    place,
    title: `${title}, ${network}`,
    functionName: draw.name,
    file,
    needs: `the description of ${network}`,
    make({ networks }) {
      const description = networks.find(({ name }) => name === network);
      return description ? draw(description) : null;
    },
  };
}

/** What `draw` makes of the runs, or null where there are none. */
export function ifAny(runs: readonly Run[], draw: (runs: readonly Run[]) => string | Table) {
  return runs.length === 0 ? null : draw(runs);
}
