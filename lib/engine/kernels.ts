/**
 * Kernels of the backend `tensorflow` that tfjs-node lacks: our own ops in their fused form, and a
 * gather that can be recorded.
 */
import * as tf from "@tensorflow/tfjs-core";
import { BETA1, BETA2, composeAdamW } from "../ops/adamw.ts";
import { EPSILON, MOMENTUM } from "../ops/batch_norm.ts";
import { type Attribute, attribute } from "./attributes.ts";
import type { Binding } from "./binding.ts";
import { registerFilterGradient } from "./filter_gradient.ts";
import { DataType } from "./tensors.ts";
import type { Metadata } from "./trace.ts";

/** What tfjs-node's backend offers to its kernels. */
interface NodeBackend {
  readonly binding: Binding;
  createOutputTensor(metadata: Metadata): tf.Tensor;
  getDTypeInteger(dtype: tf.DataType): number;
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  executeMultipleOutputs(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

type Kernel = (
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes: Readonly<Record<string, unknown>>,
  backend: NodeBackend,
) => tf.Tensor | tf.Tensor[];

const FLOAT = attribute.type("T", DataType.FLOAT);
const FUSED_BATCH_NORM = [
  FLOAT,
  attribute.type("U", DataType.FLOAT),
  attribute.float("epsilon", EPSILON),
  attribute.string("data_format", "NHWC"),
  attribute.bool("is_training", true),
];

const KERNELS: Readonly<Record<string, Kernel>> = {
  BatchNormTraining: ({ input, scale, offset, runningMean, runningVariance }, _, backend) => {
    const attributes = [...FUSED_BATCH_NORM, attribute.float("exponential_avg_factor", MOMENTUM)];
    return backend.executeMultipleOutputs(
      "FusedBatchNormV3",
      attributes,
      [input!, scale!, offset!, runningMean!, runningVariance!],
      6,
    );
  },

  BatchNormTrainingGrad: (inputs, _, backend) => {
    const { gradient, input, scale, reserved0, reserved1, reserved2 } = inputs;
    return backend.executeMultipleOutputs(
      "FusedBatchNormGradV3",
      FUSED_BATCH_NORM,
      [gradient!, input!, scale!, reserved0!, reserved1!, reserved2!],
      5,
    ).slice(0, 3);
  },

  ReluGradOfOutput: ({ gradient, output }, _, backend) =>
    backend.executeMultipleOutputs("ReluGrad", [FLOAT], [gradient!, output!], 1),

  SumOfSquares: ({ tensor }, _, backend) => {
    const [half] = backend.executeMultipleOutputs("L2Loss", [FLOAT], [tensor!], 1);
    const sum = tf.mul(half!, 2);
    half!.dispose();
    return sum;
  },

  StatelessUniform: ({ seed }, { shape }, backend) => {
    const attributes = [
      attribute.type("dtype", DataType.FLOAT),
      attribute.type("T", DataType.INT32),
      attribute.type("Tseed", DataType.INT32),
    ];
    const dims = tf.tensor1d(shape as number[], "int32");
    const result = backend.executeMultipleOutputs(
      "StatelessRandomUniform",
      attributes,
      [dims, seed!],
      1,
    );
    dims.dispose();
    return result;
  },

  AdamW: (inputs, { decays }, backend) => {
    const { trace } = backend.binding;
    const moved = [inputs.parameter!, inputs.firstMoment!, inputs.secondMoment!];
    const ids = backend.getInputTensorIds(moved) as [number, number, number];
    if (!trace || !ids.every((id) => trace.isVariable(id))) {
      return tf.tidy(() => composeAdamW(inputs, { decays }));
    }
    const scalars = [
      inputs.keep!,
      inputs.beta1Power!,
      inputs.beta2Power!,
      inputs.learningRate!,
      tf.scalar(BETA1),
      tf.scalar(BETA2),
      inputs.epsilon!,
      inputs.gradient!,
    ];
    const sources = backend.getInputTensorIds(scalars);
    backend.binding.capture(sources);
    const [keep, beta1Power, beta2Power, rate, beta1, beta2, epsilon, gradient] = sources as [
      ...[number, number, number, number],
      ...[number, number, number, number],
    ];
    return trace.applyAdam(
      ...ids,
      { keep, beta1Power, beta2Power, rate, beta1, beta2, epsilon },
      gradient,
      decays === true,
    ).map((metadata) => backend.createOutputTensor(metadata));
  },
};

/**
 * tfjs-node reads the indices to check them, which a recorded step cannot; TensorFlow checks them
 * itself on the processor.
 */
function recordGather(): void {
  const { kernelFunc } = tf.getKernel("GatherV2", "tensorflow");
  tf.unregisterKernel("GatherV2", "tensorflow");
  const recorded: Kernel = ({ x, indices }, { axis, batchDims }, backend) => {
    const dimension = tf.scalar(axis as number, "int32");
    const attributes = [
      attribute.int("batch_dims", batchDims as number),
      attribute.type("Tparams", backend.getDTypeInteger(x!.dtype)),
      attribute.type("Tindices", DataType.INT32),
      attribute.type("Taxis", DataType.INT32),
    ];
    const inputs = [x!, indices!, dimension];
    return backend.executeMultipleOutputs("GatherV2", attributes, inputs, 1)[0]!;
  };
  register(
    "GatherV2",
    (inputs, attrs, backend) =>
      backend.binding.trace
        ? recorded(inputs, attrs, backend)
        : kernelFunc({ inputs, attrs: attrs as tf.NamedAttrMap, backend }) as tf.Tensor,
  );
}

/** Registers the kernels. */
export function registerKernels(): void {
  for (const [name, kernel] of Object.entries(KERNELS)) register(name, kernel);
  recordGather();
  registerFilterGradient();
}

function register(kernelName: string, kernel: Kernel): void {
  tf.registerKernel({
    kernelName,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs, backend }) =>
      kernel(
        inputs as Record<string, tf.Tensor>,
        (attrs ?? {}) as Record<string, unknown>,
        backend as NodeBackend,
      ),
  });
}
