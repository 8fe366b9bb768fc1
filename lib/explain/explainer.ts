/**
 * Explains pictures with a trained network: heat maps of any method, stage and class, activations,
 * and the probabilities that all of them are about. Weights are on the device once, whatever is
 * asked; each combination of method and stage becomes a recorded step when first needed.
 */
import type { ArrayValue, CompiledStep, Engine, Step } from "../engine/engine.ts";
import { softmaxRows } from "../metrics/softmax.ts";
import { type Model, weightArrays } from "../models/model_file.ts";
import * as tf from "@tensorflow/tfjs-core";
import { CLASS_MAP_METHODS, type ClassMapMethod, classMapStep } from "./class_map.ts";
import { type HeatMap, heatMap } from "./heat_map.ts";
import { occlusionMap } from "./occlusion.ts";
import { explainableStages, findStage, type Stage } from "./stages.ts";

export const METHODS = [...CLASS_MAP_METHODS, "occlusion"] as const;
export type Method = ClassMapMethod | "occlusion";

export interface ExplainOptions {
  /** Default `grad-cam`, the report's. */
  readonly method?: Method;
  /** Default: the last stage with spatial maps. Occlusion has none: it looks at the whole network. */
  readonly stage?: string;
  /** Index of the class to explain, for each picture; null or absent: the predicted class. */
  readonly targets?: readonly (number | null)[];
}

/** One picture, explained. */
export interface Explanation {
  /** Index of the class that the heat map speaks for. */
  readonly target: number;
  /** `[classes]`, with the model's temperature. */
  readonly probabilities: Float32Array;
  readonly heat: HeatMap;
}

/** What a stage puts out, for all pictures. */
export interface Activations {
  /** `[n, height, width, channels]`. */
  readonly shape: readonly [number, number, number, number];
  readonly values: Float32Array;
}

/** All pictures are `[n, size, size]`, prepared by `data/preprocess.ts` with `model.preprocess`. */
export interface Explainer {
  /** Stages with spatial maps, in the order of computation. */
  readonly stages: readonly Stage[];
  /** `[n, classes]`, with the model's temperature. */
  predict(pictures: Float32Array): Promise<Float32Array>;
  /**
   * @throws Error when the stage has no spatial maps, a target is no class, or the map is not finite
   */
  explain(pictures: Float32Array, options?: ExplainOptions): Promise<Explanation[]>;
  /** @throws Error when the stage has no spatial maps */
  activations(pictures: Float32Array, stage: string): Promise<Activations>;
  /** Releases weights and programs. */
  dispose(): void;
}

/** Batches are filled up to one of these sizes, so that few programs are recorded. */
const BATCH_SIZES = [1, 8, 32] as const;
const MAX_BATCH = BATCH_SIZES.at(-1)!;

/** Makes an explainer of a loaded model on an engine. */
export function createExplainer(engine: Engine, model: Model): Explainer {
  const { network, preprocess: { size, classes }, temperature } = model;
  const stages = explainableStages(network, size);
  const state = engine.createState(weightArrays(model));
  const steps = new Map<string, CompiledStep>();
  const compiled = (name: string, make: () => Step): CompiledStep => {
    let step = steps.get(name);
    if (!step) {
      step = engine.compile(name, state, make());
      steps.set(name, step);
    }
    return step;
  };

  /** Runs a step over all pictures; outputs keep their order, the filling is cut off. */
  async function run(
    step: CompiledStep,
    pictures: Float32Array,
    rowSizes: Readonly<Record<string, number>>,
    targets?: Float32Array,
  ): Promise<Record<string, Float32Array>> {
    const n = countPictures(pictures, size);
    const results = Object.fromEntries(
      Object.entries(rowSizes).map(([name, row]) => [name, new Float32Array(n * row)]),
    );
    for (let start = 0; start < n; start += MAX_BATCH) {
      const count = Math.min(MAX_BATCH, n - start);
      const batch = BATCH_SIZES.find((candidate) => candidate >= count)!;
      const part = (values: Float32Array, row: number): Float32Array => {
        const own = new Float32Array(batch * row);
        own.set(values.subarray(start * row, (start + count) * row));
        return own;
      };
      const inputs: Record<string, ArrayValue> = {
        pictures: { shape: [batch, size, size, 1], values: part(pictures, size * size) },
      };
      if (targets) {
        const values = part(targets, classes.length);
        inputs.targets = { shape: [batch, classes.length], values };
      }
      const outputs = await step.run(inputs);
      for (const [name, row] of Object.entries(rowSizes)) {
        results[name]!.set(outputs[name]!.subarray(0, count * row), start * row);
      }
    }
    return results;
  }

  async function logitsOf(pictures: Float32Array): Promise<Float32Array> {
    const step = compiled("logits", () => (weights, inputs) => {
      const { logits } = network.apply(weights, inputs.pictures as tf.Tensor4D, {
        training: false,
      });
      return { outputs: { logits } };
    });
    const { logits } = await run(step, pictures, { logits: classes.length });
    return logits!;
  }

  const probabilitiesOf = (logits: Float32Array) =>
    softmaxRows(logits, classes.length, temperature);
  const rowsOf = (values: Float32Array): Float32Array[] =>
    Array.from(
      { length: values.length / classes.length },
      (_, i) => values.subarray(i * classes.length, (i + 1) * classes.length),
    );

  async function explainByGradient(
    pictures: Float32Array,
    method: ClassMapMethod,
    stage: string,
    given: readonly (number | null)[],
  ): Promise<Explanation[]> {
    const { output: [height, width], shift } = findStage(network, size, stage);
    const step = compiled(`${method} at ${stage}`, () => classMapStep(network, { stage, method }));
    const targets = new Float32Array(given.length * classes.length);
    given.forEach((target, i) => {
      if (target !== null) targets[i * classes.length + target] = 1;
    });
    const area = height * width;
    const rows = { maps: area, logits: classes.length };
    const { maps, logits } = await run(step, pictures, rows, targets);
    return rowsOf(logits!).map((row, i) => ({
      target: given[i] ?? largest(row),
      probabilities: probabilitiesOf(row),
      heat: heatMap(maps!.subarray(i * area, (i + 1) * area), width, height, shift),
    }));
  }

  async function explainByOcclusion(
    pictures: Float32Array,
    given: readonly (number | null)[],
  ): Promise<Explanation[]> {
    const explanations: Explanation[] = [];
    for (const [i, row] of rowsOf(await logitsOf(pictures)).entries()) {
      const target = given[i] ?? largest(row);
      const picture = pictures.subarray(i * size * size, (i + 1) * size * size);
      const oddsOf = async (variants: Float32Array) =>
        rowsOf(await logitsOf(variants)).map((other) => logOdds(other, target));
      const heat = await occlusionMap(picture, size, logOdds(row, target), oddsOf);
      explanations.push({ target, probabilities: probabilitiesOf(row), heat });
    }
    return explanations;
  }

  return {
    stages,
    async predict(pictures) {
      return probabilitiesOf(await logitsOf(pictures));
    },
    async explain(pictures, { method = "grad-cam", stage, targets } = {}) {
      const n = countPictures(pictures, size);
      const given = targets ?? new Array<null>(n).fill(null);
      checkTargets(given, n, classes);
      if (method === "occlusion") return await explainByOcclusion(pictures, given);
      return await explainByGradient(pictures, method, stage ?? stages.at(-1)!.name, given);
    },
    async activations(pictures, stage) {
      const { output } = findStage(network, size, stage);
      const step = compiled(`output of ${stage}`, () => (weights, inputs) => {
        const options = { training: false };
        const applied = network.apply(weights, inputs.pictures as tf.Tensor4D, options);
        return { outputs: { output: applied.stages[stage]! } };
      });
      const row = output.reduce((product, side) => product * side, 1);
      const { output: values } = await run(step, pictures, { output: row });
      return { shape: [countPictures(pictures, size), ...output], values: values! };
    },
    dispose() {
      for (const step of steps.values()) step.dispose();
      state.dispose();
    },
  };
}

function countPictures(pictures: Float32Array, size: number): number {
  const n = pictures.length / (size * size);
  if (Number.isInteger(n) && n > 0) return n;
  throw new Error(
    `Cannot explain: pictures must be one or more of ${size}×${size} values, but there are ` +
      `${pictures.length} values`,
  );
}

function checkTargets(
  targets: readonly (number | null)[],
  n: number,
  classes: readonly string[],
): void {
  if (targets.length !== n) {
    throw new Error(
      `Cannot explain ${n} pictures: targets must be as many, but are ${targets.length}`,
    );
  }
  for (const target of targets) {
    if (target !== null && classes[target] === undefined) {
      throw new Error(
        `Cannot explain class ${target}: it must be from 0 to ${classes.length - 1} ` +
          `(${classes.join(", ")})`,
      );
    }
  }
}

function largest(row: Float32Array): number {
  return row.reduce((best, value, i) => value > row[best]! ? i : best, 0);
}

/** ln p / (1 − p) of a class: unlike p it still moves when the network is sure. */
function logOdds(logits: Float32Array, target: number): number {
  const others = logits.filter((_, i) => i !== target);
  const greatest = Math.max(...others);
  const sum = others.reduce((total, logit) => total + Math.exp(logit - greatest), 0);
  return logits[target]! - greatest - Math.log(sum);
}
