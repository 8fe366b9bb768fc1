/**
 * The measurement: every contender in a process of its own, warmed up, then taking turns round by
 * round, so that a disturbance of the machine or its heat meets all of them alike. Medians are
 * stated.
 */
import type { Contender } from "./contenders.ts";
import type { Greeting, Request } from "./protocol.ts";
import { Worker } from "./worker.ts";

/** Times of one task over all rounds, in milliseconds a step. */
export interface Timing {
  readonly median: number;
  /** Medians of the fastest and of the slowest round. */
  readonly fastestRound: number;
  readonly slowestRound: number;
  readonly picturesPerSecond: number;
}

export interface ContenderResult extends Omit<Contender, "command"> {
  readonly version: string | null;
  readonly threads: number | null;
  /** Why there are no figures; null where there are. */
  readonly error: string | null;
  /** From the start of the process to the end of its first training step. */
  readonly firstStepSeconds: number | null;
  readonly training: Timing | null;
  readonly batchInference: Timing | null;
  readonly pictureInference: Timing | null;
  /** Highest resident memory until after training. */
  readonly peakMemoryBytes: number | null;
  /** Fastest product of large matrices, 10⁹ multiply-adds and additions a second. */
  readonly productGflops: number | null;
}

export interface MeasureOptions {
  readonly batch: number;
  readonly rounds: number;
  /** Training steps and batch inferences a round; single pictures four times as many. */
  readonly steps: number;
  readonly warmUp: number;
  /** Side of the matrices whose product stands for the machine's peak. */
  readonly productSide: number;
  readonly say: (line: string) => void;
}

interface Runner {
  readonly contender: Contender;
  readonly worker: Worker;
  greeting: Greeting | null;
  error: string | null;
  firstStepSeconds: number | null;
  peakMemoryBytes: number | null;
  productGflops: number | null;
  readonly rounds: Record<"training" | "batchInference" | "pictureInference", number[][]>;
}

/** Measures all contenders; one that fails keeps its error and does not stop the others. */
export async function measure(
  contenders: readonly Contender[],
  options: MeasureOptions,
): Promise<ContenderResult[]> {
  const runners: Runner[] = [];
  try {
    for (const contender of contenders) runners.push(await start(contender, options));
    const { steps, batch } = options;
    await alternate(runners, "training", { task: "train", steps }, options);
    for (const runner of runners) {
      const answer = await ask(runner, { task: "memory" });
      if (answer && "bytes" in answer) runner.peakMemoryBytes = answer.bytes;
    }
    await alternate(runners, "batchInference", { task: "infer", steps, batch }, options);
    const single = { task: "infer", steps: 4 * steps, batch: 1 } as const;
    await alternate(runners, "pictureInference", single, options);
    for (const runner of runners) await measureProduct(runner, options);
  } finally {
    await Promise.all(runners.map(({ worker }) => worker.close()));
  }
  return runners.map((runner) => result(runner, options.batch));
}

async function start(contender: Contender, { warmUp, say }: MeasureOptions): Promise<Runner> {
  say(`${contender.id}: first training step`);
  const runner: Runner = {
    contender,
    worker: new Worker(contender.command),
    ...{ greeting: null, error: null, firstStepSeconds: null },
    ...{ peakMemoryBytes: null, productGflops: null },
    rounds: { training: [], batchInference: [], pictureInference: [] },
  };
  try {
    runner.greeting = await runner.worker.greeting();
  } catch (error) {
    runner.error = (error as Error).message;
    say(`${contender.id}: ${runner.error}`);
    return runner;
  }
  if (await times(runner, { task: "train", steps: 1 })) {
    runner.firstStepSeconds = (performance.now() - runner.worker.started) / 1e3;
    await times(runner, { task: "train", steps: warmUp });
  }
  if (runner.error) say(`${contender.id}: ${runner.error}`);
  return runner;
}

/** Sends a request; an error ends this contender's part. */
async function ask(runner: Runner, request: Request) {
  if (runner.error !== null) return null;
  try {
    const answer = await runner.worker.ask(request);
    if (!("error" in answer)) return answer;
    runner.error = answer.error;
  } catch (error) {
    runner.error = (error as Error).message;
  }
  return null;
}

async function times(runner: Runner, request: Request): Promise<readonly number[] | null> {
  const answer = await ask(runner, request);
  return answer && "milliseconds" in answer ? answer.milliseconds : null;
}

async function alternate(
  runners: readonly Runner[],
  name: keyof Runner["rounds"],
  request: Extract<Request, { steps: number }>,
  { rounds, warmUp, say }: MeasureOptions,
): Promise<void> {
  for (const runner of runners) await times(runner, { ...request, steps: warmUp });
  for (let round = 0; round < rounds; round++) {
    say(`${name}: round ${round + 1} of ${rounds}`);
    for (let i = 0; i < runners.length; i++) {
      const runner = runners[(i + round) % runners.length]!;
      const milliseconds = await times(runner, request);
      if (milliseconds) runner.rounds[name].push([...milliseconds]);
    }
  }
}

async function measureProduct(
  runner: Runner,
  { productSide: side, say }: MeasureOptions,
): Promise<void> {
  say(`${runner.contender.id}: product of large matrices`);
  const milliseconds = await times(runner, { task: "product", steps: 5, side });
  if (!milliseconds) return;
  runner.productGflops = 2 * side ** 3 / Math.min(...milliseconds) / 1e6;
}

function result(runner: Runner, batch: number): ContenderResult {
  const { command: _, ...contender } = runner.contender;
  const { greeting, error, firstStepSeconds, peakMemoryBytes, productGflops, rounds } = runner;
  return {
    ...contender,
    version: greeting?.version ?? null,
    threads: greeting?.threads ?? null,
    error,
    firstStepSeconds,
    training: timing(rounds.training, batch),
    batchInference: timing(rounds.batchInference, batch),
    pictureInference: timing(rounds.pictureInference, 1),
    peakMemoryBytes,
    productGflops,
  };
}

/** Median over the steps of all rounds, with the spread of the rounds' own medians. */
export function timing(rounds: readonly (readonly number[])[], pictures: number): Timing | null {
  if (rounds.length === 0) return null;
  const medians = rounds.map(median);
  const middle = median(rounds.flat());
  return {
    median: middle,
    fastestRound: Math.min(...medians),
    slowestRound: Math.max(...medians),
    picturesPerSecond: pictures * 1e3 / middle,
  };
}

/** Middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.floor(half)]! + sorted[Math.ceil(half) - 1]!) / 2;
}
