/**
 * All figures that `deno task figures` makes, in the report's order. A figure whose runs are not
 * recorded yet is left out, with the reason.
 */
import { ablationFigure } from "./ablation.ts";
import {
  classifierFigure,
  featureExtractorFigure,
  residualBlockFigure,
  squeezeExcitationFigure,
} from "./architecture.ts";
import { augmentationTable } from "./augmentation_table.ts";
import {
  architecture,
  type CatalogueEntry,
  ifAny,
  ofNetwork,
  ofRun,
  training,
} from "./catalogue_entry.ts";
import { classTable } from "./class_table.ts";
import { confusionMatrixFigure } from "./confusion_matrix.ts";
import { faithfulnessFigure } from "./faithfulness.ts";
import { exampleFigure } from "./grad_cam.ts";
import { networkFigure } from "./network_figure.ts";
import { networkTable } from "./network_table.ts";
import { operationsTable } from "./operations_table.ts";
import { precisionRecallFigure } from "./precision_recall.ts";
import { installedTable, publishedTable } from "./published.ts";
import { reliabilityFigure } from "./reliability.ts";
import { resultsTable } from "./results_table.ts";
import { ablationRuns, networkRuns, publishedRuns, resultRuns } from "./select.ts";
import { sizeAccuracyFigure } from "./size_accuracy.ts";

export { type CatalogueEntry, entrySvg, type FigureSources } from "./catalogue_entry.ts";

const BEYOND = "Beyond the report";

/** All entries, in the report's order. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    name: "results",
    place: BEYOND,
    title: "The report’s numbers beside ours",
    functionName: "resultsTable",
    file: "results_table.ts",
    needs: "a run of residual-SE on FER+ or FER-2013",
    make({ runs }) {
      const chosen = resultRuns(runs);
      return chosen.ferplus ?? chosen.fer2013 ? resultsTable(chosen) : null;
    },
  },
  architecture("fig1_feature_extraction", "Figure 1", "Feature extraction", featureExtractorFigure),
  architecture("fig2_classification_head", "Figure 2", "Classification head", classifierFigure),
  architecture("fig3_residual_block", "Figure 3", "Residual block", residualBlockFigure),
  architecture(
    "fig4_squeeze_excitation",
    "Figure 4",
    "Squeeze-and-excitation",
    squeezeExcitationFigure,
  ),
  ...["baseline", "stn", "residual", "residual-deep", "residual-se"].map((name) =>
    ofNetwork(name, "network", "The network", networkFigure, "network_figure.ts", BEYOND)
  ),
  {
    name: "table1_augmentation",
    place: "Table 1",
    title: "Accuracy by augmentation",
    functionName: "augmentationTable",
    file: "augmentation_table.ts",
    needs: "runs of the ablation (residual-SE at 32 × 32)",
    make: ({ runs }) => ifAny(ablationRuns(runs), augmentationTable),
  },
  ofRun("table2_classes", "Table 2", "Scores per class", classTable, "class_table.ts", "ferplus"),
  ofRun(
    "fig5_confusion",
    "Figure 5",
    "Confusion matrix",
    confusionMatrixFigure,
    "confusion_matrix.ts",
    "ferplus",
  ),
  training("fig6_training", "Figure 6", "ferplus"),
  ofNetwork(
    "residual-se",
    "operations",
    "Operations",
    operationsTable,
    "operations_table.ts",
    "Section 4.3",
  ),
  {
    name: "networks",
    place: "Section 4.3",
    title: "The report’s networks",
    functionName: "networkTable",
    file: "network_table.ts",
    needs: "runs of the networks at 64 × 64",
    make: ({ runs, networks }) =>
      ifAny(
        [...networkRuns(runs, "ferplus"), ...networkRuns(runs, "fer2013")],
        (found) => networkTable(found, networks),
      ),
  },
  {
    name: "size_accuracy",
    place: BEYOND,
    title: "Accuracy against size and computation",
    functionName: "sizeAccuracyFigure",
    file: "size_accuracy.ts",
    needs: "two networks or more on FER+ at 64 × 64",
    make({ runs, networks }) {
      const found = networkRuns(runs, "ferplus");
      return found.length < 2 ? null : sizeAccuracyFigure(found, networks);
    },
  },
  {
    name: "ablation",
    place: BEYOND,
    title: "What augmentation brings",
    functionName: "ablationFigure",
    file: "ablation.ts",
    needs: "runs of the ablation (residual-SE at 32 × 32)",
    make: ({ runs }) => ifAny(ablationRuns(runs), ablationFigure),
  },
  ofRun(
    "reliability",
    BEYOND,
    "Reliability and temperature",
    reliabilityFigure,
    "reliability.ts",
    "ferplus",
  ),
  ofRun(
    "precision_recall",
    BEYOND,
    "Precision and recall per class",
    precisionRecallFigure,
    "precision_recall.ts",
    "ferplus",
  ),
  {
    name: "figA2_stages",
    place: "Figure A2",
    title: "One face through the network’s stages",
    functionName: "exampleFigure",
    file: "grad_cam.ts",
    needs: "a comparison of explanations (notebook 07_grad_cam)",
    make: ({ studies }) => studies[0] ? exampleFigure(studies[0]) : null,
  },
  {
    name: "faithfulness",
    place: BEYOND,
    title: "Which explanation points at what the network uses",
    functionName: "faithfulnessFigure",
    file: "faithfulness.ts",
    needs: "a comparison of explanations (notebook 07_grad_cam)",
    make: ({ studies }) => studies[0] ? faithfulnessFigure(studies[0]) : null,
  },
  training("training_fer2013", BEYOND, "fer2013"),
  ofRun(
    "confusion_fer2013",
    BEYOND,
    "Confusion matrix",
    confusionMatrixFigure,
    "confusion_matrix.ts",
    "fer2013",
  ),
  ofRun("classes_fer2013", BEYOND, "Scores per class", classTable, "class_table.ts", "fer2013"),
  {
    name: "published",
    place: BEYOND,
    title: "Published results beside ours",
    functionName: "publishedTable",
    file: "published.ts",
    needs: "nothing; our rows come with runs of residual-SE",
    make: ({ runs }) => publishedTable(publishedRuns(runs)),
  },
  ofRun(
    "installed",
    BEYOND,
    "What people install, on the same pictures",
    installedTable,
    "published.ts",
    "ferplus",
  ),
];
