/**
 * Trains residual-SE on WebGPU and on TensorFlow from the same weights and masks, and prints how far
 * apart they are. A process of its own, because TensorFlow reads once, when it is loaded, whether to
 * use oneDNN, whose float32 products round in another order.
 */
import type { BackendName } from "../../../lib/engine/engine.ts";
import { openEngine } from "../../../lib/engine/open.ts";
import { lossAndGradients, trainStep } from "../../../lib/train/step.ts";
import { fixture, fixtureInputs, fixtureState, residualSe } from "../../helpers/residual_se.ts";

const LOSS = { kind: "cross-entropy", classWeightPower: 1, gamma: 0 } as const;
/** At higher rates rounding alone soon turns ReLUs around. */
const { rates, weightDecay, decayAll } = fixture.training[0]!;
const optimizer = {
  kind: "adamw",
  learningRate: rates[0]!,
  weightDecay,
  decayAll,
  /** Shortens nothing, but the step tells the norm. */
  clipNorm: 1e6,
} as const;

/** What the process prints. */
export interface Comparison {
  /** Loss and gradient norm of each step. */
  readonly losses: Readonly<Record<"webgpu" | "tensorflow", readonly number[]>>;
  readonly norms: Readonly<Record<"webgpu" | "tensorflow", readonly number[]>>;
  /**
   * By weight or running statistic, at the first step: norm of the difference over the norm, and
   * the greatest difference of an element over its own size plus the array's root mean square.
   */
  readonly deviations: Readonly<
    Record<string, { readonly norm: number; readonly element: number }>
  >;
}

const network = residualSe();
const trained = network.weights.filter((spec) => spec.trainable);

async function train(backend: BackendName) {
  const engine = await openEngine({ backend, precision: "float32" });
  const state = engine.createState(fixtureState(network, true));
  const gradients = await engine.compile("gradients", state, (tensors, inputs) => {
    const { gradients, updates } = lossAndGradients(network, LOSS, tensors, inputs);
    const named = trained.map(({ name }, i) => [name, gradients[i]!]);
    return { outputs: { ...Object.fromEntries(named), ...updates } };
  }).run(fixtureInputs(0, rates[0]!, weightDecay));
  const step = engine.compile(
    "train",
    state,
    trainStep({ network, loss: LOSS, optimizer }),
  );
  const losses: number[] = [];
  const norms: number[] = [];
  for (const [t, rate] of rates.entries()) {
    const { loss, norm } = await step.run(fixtureInputs(t, rate, weightDecay));
    losses.push(loss![0]!);
    norms.push(norm![0]!);
  }
  state.dispose();
  return { gradients, losses, norms };
}

function deviation(found: Float32Array, expected: Float32Array) {
  const size = (values: Float32Array) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
  const rms = size(expected) / Math.sqrt(expected.length);
  const difference = found.map((value, i) => value - expected[i]!);
  const element = difference.reduce(
    (most, d, i) => Math.max(most, Math.abs(d) / (Math.abs(expected[i]!) + rms)),
    0,
  );
  return { norm: size(difference) / size(expected), element };
}

const webgpu = await train("webgpu");
const tensorflow = await train("tensorflow");
const comparison: Comparison = {
  losses: { webgpu: webgpu.losses, tensorflow: tensorflow.losses },
  norms: { webgpu: webgpu.norms, tensorflow: tensorflow.norms },
  deviations: Object.fromEntries(
    Object.entries(tensorflow.gradients).map((
      [name, expected],
    ) => [name, deviation(webgpu.gradients[name]!, expected)]),
  ),
};
console.log(JSON.stringify(comparison));
