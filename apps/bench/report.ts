/** The bench's result as text: Markdown for the README, which also reads well in a terminal. */
import type { Processor } from "lib/engine/processor.ts";
import type { ContenderResult, Timing } from "./measure.ts";
import type { ExplainResult, PipelineResult } from "./pipeline.ts";
import { type Peaks, trainingShare, type Work } from "./work.ts";

export interface BenchResult {
  readonly machine: Processor;
  readonly threads: number;
  readonly network: string;
  readonly batch: number;
  readonly size: number;
  readonly rounds: number;
  readonly steps: number;
  readonly warmUp: number;
  readonly productSide: number;
  readonly contenders: readonly ContenderResult[];
  readonly pipeline: readonly PipelineResult[];
  readonly explain: ExplainResult;
  readonly work: Work;
  readonly peaks: Peaks;
  readonly versions: Readonly<Record<string, string>>;
  /** Processes that ran or waited to run in the minute before; 0 where the system does not tell. */
  readonly loadBefore: number;
  /** ISO 8601. */
  readonly finishedAt: string;
}

type Column = readonly [title: string, cell: (result: ContenderResult) => string];

/** The whole result in Markdown. */
export function renderBench(result: BenchResult): string {
  const { work, peaks } = result;
  const columns: readonly Column[] = [
    ["", ({ framework }) => framework],
    ["precision", ({ precision }) => precision],
    ["layout", ({ layout }) => layout],
    ["steps run", ({ execution }) => execution],
    ["training, pictures/s", ({ training }) => rate(training)],
    ["spread", ({ training }) => spread(training)],
    ["of peak", (each) => percent(trainingShare(each, work, peaks))],
    [`inference, batch ${result.batch}, pictures/s`, (each) => rate(each.batchInference)],
    ["one picture, ms", ({ pictureInference }) => number(pictureInference?.median, 1)],
    ["first step, s", ({ firstStepSeconds }) => number(firstStepSeconds, 1)],
    ["memory, GB", ({ peakMemoryBytes }) => number(peakMemoryBytes && peakMemoryBytes / 1e9, 2)],
  ];
  const measured = result.contenders.filter(({ training }) => training !== null);
  const failed = result.contenders.filter(({ error }) => error !== null);
  return [
    ...markdownTable(columns, measured),
    "",
    settings(result),
    ...failed.map(({ id, error }) => `Not measured to the end, ${id}: ${error}.`),
    ...comparison(measured),
    ...result.pipeline.map(pipelineLine),
    explainLine(result.explain),
  ].join("\n");
}

function markdownTable(columns: readonly Column[], rows: readonly ContenderResult[]): string[] {
  const cells = [
    columns.map(([title]) => title),
    ...rows.map((row) => columns.map(([, cell]) => cell(row))),
  ];
  const widths = columns.map((_, c) => Math.max(3, ...cells.map((line) => line[c]!.length)));
  const render = (line: readonly string[]) =>
    `| ${line.map((text, c) => text.padEnd(widths[c]!)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [render(cells[0]!), rule, ...cells.slice(1).map(render)];
}

function settings(result: BenchResult): string {
  const { machine, versions, peaks } = result;
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const measured = Object.entries(peaks).map(([precision, gflops]) =>
    `${Math.round(gflops)} GFLOP/s in ${precision}`
  );
  return `Network ${result.network}, batch ${result.batch} of ${result.size}×${result.size}, ` +
    `${result.threads} threads, ${result.warmUp} steps of warm-up, median of ${result.rounds} ` +
    `alternating rounds of ${result.steps} steps; spread: slowest and fastest round. ` +
    `${machine.name}, ${machine.cores} cores (${machine.features.join(", ")}), ` +
    `${machine.memoryGiB} GiB, ${machine.system}, load ${result.loadBefore.toFixed(1)} before; ` +
    `${named.join(", ")}. ` +
    `Peak: product of ${result.productSide}×${result.productSide} matrices, ${
      measured.join(", ")
    }.`;
}

/** This project's best mode beside PyTorch's best and beside running op by op. */
function comparison(results: readonly ContenderResult[]): string[] {
  const best = (
    of: (result: ContenderResult) => boolean,
    time: (result: ContenderResult) => number | undefined,
  ) => Math.min(...results.filter(of).map((result) => time(result) ?? Infinity));
  const recorded = ({ framework, execution }: ContenderResult) =>
    framework === "this project" && execution === "recorded";
  const eager = ({ framework, execution }: ContenderResult) =>
    framework === "this project" && execution !== "recorded";
  const torch = ({ framework }: ContenderResult) => framework === "PyTorch";
  const training = ({ training }: ContenderResult) => training?.median;
  const lines: string[] = [];
  const compare = (title: string, other: number, ours: number) => {
    if (Number.isFinite(other / ours)) lines.push(`${title}: ${(other / ours).toFixed(2)} ×.`);
  };
  const ours = best(recorded, training);
  compare("Training against PyTorch's best mode", best(torch, training), ours);
  compare("Training against running op by op, as tfjs-node", best(eager, training), ours);
  const float32 = best((each) => recorded(each) && each.precision === "float32", training);
  compare("The same in float32", best(eager, training), float32);
  const one = ({ pictureInference }: ContenderResult) => pictureInference?.median;
  compare("One picture against PyTorch's best mode", best(torch, one), best(recorded, one));
  return lines;
}

function pipelineLine({ strategy, milliseconds, picturesPerSecond, shareOfStep }: PipelineResult) {
  return `Augmentation "${strategy}": ${milliseconds.toFixed(1)} ms a batch, ` +
    `${Math.round(picturesPerSecond)} pictures/s` +
    (shareOfStep === null ? "." : `, ${percent(shareOfStep)} of a training step.`);
}

function explainLine(result: ExplainResult): string {
  return `Grad-CAM of one picture: ${result.milliseconds.toFixed(1)} ms, ` +
    `${result.ratio.toFixed(2)} × its prediction; in batches of ${result.batch}: ` +
    `${result.batchedPicturesPerSecond.toFixed(1)} pictures/s.`;
}

const number = (value: number | null | undefined, digits: number) =>
  value === null || value === undefined ? "" : value.toFixed(digits);
const rate = (timing: Timing | null) => number(timing?.picturesPerSecond, 1);
const percent = (share: number | null) => share === null ? "" : `${(100 * share).toFixed(1)} %`;

function spread(timing: Timing | null): string {
  if (timing === null) return "";
  const scale = timing.picturesPerSecond * timing.median;
  const [low, high] = [scale / timing.slowestRound, scale / timing.fastestRound];
  return `${low.toFixed(1)}–${high.toFixed(1)}`;
}
