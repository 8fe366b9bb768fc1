/**
 * What others reach on the same data sets, to compare with. The protocols differ by points of
 * accuracy, so the table states them; no row is a contest.
 */
import { headlineRun } from "../records/headline.ts";
import type { Run } from "../records/run.ts";
import { predictionsOf } from "./input.ts";
import { accuracy, classScores, confusion, macroScores } from "../metrics/confusion.ts";
import { REPORT_SCORES } from "./report.ts";
import { NONE, type Table } from "./table.ts";
import {
  budgetAndSeed,
  DATASET_TITLES,
  NETWORK_TITLES,
  percent,
  shortCount,
  thousands,
} from "./words.ts";

interface PublishedResult {
  readonly who: string;
  readonly task: string;
  readonly protocol: string;
  readonly parameters: number | null;
  readonly pretraining: string;
  /** In per cent, as published. */
  readonly accuracy: string;
}

/** Results on FER+ and FER-2013 as their authors state them. */
export const PUBLISHED_RESULTS: readonly PublishedResult[] = [
  {
    who: "The report: Residual-SE",
    task: "FER+, 6 classes",
    protocol: "4,451 validation pictures, which also chose the epoch",
    parameters: 10_018_078,
    pretraining: "none",
    accuracy: percent(REPORT_SCORES.accuracy),
  },
  {
    who: "Network trained on vote distributions",
    task: "FER+, 8 classes",
    protocol: "majority label, 3,153 test pictures; mean ± deviation (best 87.66)",
    parameters: 170_000,
    pretraining: "none",
    accuracy: "87.04 ± 0.40",
  },
  {
    who: "Barsoum et al. 2016, authors of FER+: VGG13 on vote distributions",
    task: "FER+, 8 classes",
    protocol: "majority label, test pictures; mean ± deviation",
    parameters: 8_750_000,
    pretraining: "none",
    accuracy: "84.99 ± 0.37",
  },
  {
    who: "Khaireddin & Chen 2021: VGG",
    task: "FER-2013, 7 classes",
    protocol: "PublicTest, ten crops",
    parameters: null,
    pretraining: "none stated",
    accuracy: "73.28",
  },
  {
    who: "GitHub, LetheSec: ResNet-18",
    task: "FER-2013, 7 classes",
    protocol: "chosen on the test set",
    parameters: null,
    pretraining: "none stated",
    accuracy: "73.70",
  },
  {
    who: "Pham et al. 2020: residual masking network",
    task: "FER-2013, 7 classes",
    protocol: "test set",
    parameters: 143_000_000,
    pretraining: "ImageNet",
    accuracy: "74.14",
  },
];

/**
 * Programs that people install, on the report's 4,451 FER+ pictures, six classes, each with its own
 * preprocessing, the likeliest of the six taken. Measured once, apart from this project's runs.
 */
export const INSTALLED_PROGRAMS: readonly {
  readonly name: string;
  readonly accuracy: number;
  readonly macroF1: number;
}[] = [
  { name: "fer 25.10 (PyPI)", accuracy: 0.768, macroF1: 0.637 },
  { name: "@vladmandic/face-api 1.7.15 (npm)", accuracy: 0.749, macroF1: 0.606 },
  { name: "facex 1.1.0 (PyPI)", accuracy: 0.533, macroF1: 0.434 },
];

/**
 * Published results, ours below them.
 *
 * @param runs our runs to show, in this order
 * @throws Error when a run holds no predictions
 */
export function publishedTable(runs: readonly Run[]): Table {
  const published = PUBLISHED_RESULTS.map((result) => [
    result.who,
    result.task,
    result.protocol,
    result.parameters === null ? NONE : shortCount(result.parameters),
    result.pretraining,
    result.accuracy,
  ]);
  const ours = runs.map((run) => {
    const { labels, predicted } = predictionsOf(headlineRun(run), "the table of published results");
    const k = run.config.data.classes.length;
    const share = accuracy(confusion(labels, predicted, k));
    return [
      { text: `Here: ${NETWORK_TITLES[run.config.network.name]}`, bold: true as const },
      `${DATASET_TITLES[run.config.data.dataset]}, ${k} classes`,
      thousands(labels.length) +
      (run.config.data.validation === "public"
        ? " pictures of PrivateTest, scored once; PublicTest"
        : " validation pictures, which also") +
      ` chose the epoch; ${budgetAndSeed(run.config)}`,
      shortCount(run.summary.parameters),
      run.summary.startedFrom?.split(",")[0] ?? "none",
      { text: percent(share), bold: true as const },
    ];
  });
  return {
    title: "Published results beside ours",
    columns: [
      { header: "Network", wrapAt: 150 },
      { header: "Task", wrapAt: 116 },
      { header: "Protocol", wrapAt: 196 },
      { header: "Parameters", align: "right" },
      { header: "Pretraining", wrapAt: 76 },
      { header: "Accuracy (%)", align: "right", wrapAt: 70 },
    ],
    rows: [...published, ...ours],
    ...(ours.length > 0 ? { parts: [published.length] } : {}),
    caption:
      "Accuracy as each source states it. Class counts, test pictures and the choice of the " +
      "epoch differ, by points; rows are comparable only where the protocol is the same. " +
      "Parameters are left out where the source is not known to state them. Pretraining of ours: the " +
      "run whose weights it began from.",
  };
}

/**
 * Programs that people install beside our run, on the same pictures.
 *
 * @param run a run on the six classes of FER+
 * @throws Error when it is of other pictures, or holds no predictions
 */
export function installedTable(run: Run): Table {
  const { dataset, classes } = run.config.data;
  if (dataset !== "ferplus" || classes.length !== 6) {
    throw new Error(
      "Cannot compare with installed programs: the run must be of FER+ with six classes, but is " +
        `of ${DATASET_TITLES[dataset]} with ${classes.length}`,
    );
  }
  const { labels, predicted } = predictionsOf(run, "the table of installed programs");
  const matrix = confusion(labels, predicted, classes.length);
  return {
    title: "What people install, on the same pictures",
    columns: [
      { header: "Program" },
      { header: "Accuracy (%)", align: "right" },
      { header: "Macro F1", align: "right" },
    ],
    rows: [
      ...INSTALLED_PROGRAMS.map(({ name, accuracy, macroF1 }) => [
        name,
        percent(accuracy, 1),
        macroF1.toFixed(3),
      ]),
      [
        {
          text: `Here: ${NETWORK_TITLES[run.config.network.name]}, ${budgetAndSeed(run.config)}`,
          bold: true,
        },
        { text: percent(accuracy(matrix), 1), bold: true },
        { text: macroScores(classScores(matrix)).f1.toFixed(3), bold: true },
      ],
    ],
    parts: [INSTALLED_PROGRAMS.length],
    caption: `n = ${thousands(labels.length)}, FER+ validation (PublicTest + PrivateTest), six ` +
      "classes, arg max over the six; each program with its own preprocessing, scored once apart from " +
      "this project. The programs were trained on FER-2013 or other sets, not on FER+’s labels, so part of the distance is the " +
      "labels’.",
  };
}
