/**
 * Finds the eyes of a detected face, so that a tilted head can be turned upright before it is
 * classified. The network is face-api's small landmark network (MIT licence, V. Mühler, later
 * V. Mandic), three dense blocks of separable convolutions; as with the detector, only its 77 KB of
 * weights are used, and the network is written here as a step of the engine.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Engine, Tensors } from "../engine/engine.ts";
import type { Face, Point } from "./face.ts";
import { cut, type Picture } from "./picture.ts";
import { rescale } from "./rescale.ts";
import { decodeManifest, type WeightsManifest } from "./weights.ts";

export interface EyeFinder {
  /** The face with the centres of its eyes. One call at a time. */
  find(picture: Picture, face: Face): Promise<Face>;
  dispose(): void;
}

const INPUT_SIZE = 112;
const MEAN_RGB = [122.782, 117.001, 104.298];
/** From which to before which of the 68 points surround each eye, as they lie in the picture. */
const LEFT_EYE = [36, 42] as const, RIGHT_EYE = [42, 48] as const;

/**
 * Makes the finder on an engine.
 *
 * @param manifest the package's `face_landmark_68_tiny_model-weights_manifest.json`
 * @param bytes the package's `face_landmark_68_tiny_model.bin`
 */
export function createEyeFinder(
  engine: Engine,
  manifest: WeightsManifest,
  bytes: Uint8Array<ArrayBuffer>,
): EyeFinder {
  const state = engine.createState(decodeManifest(manifest, bytes));
  const step = engine.compile("find-eyes", state, (weights, { image }) => ({
    outputs: { points: apply(weights, image as tf.Tensor4D) },
  }));
  return {
    async find(picture, face) {
      const patch = cut(picture, face);
      const { values, x, y, side } = centred(patch);
      const image = { shape: [1, INPUT_SIZE, INPUT_SIZE, 3], values };
      const { points } = await step.run({ image });
      const eye = ([from, to]: readonly [number, number]): Point => {
        let sumX = 0, sumY = 0;
        for (let i = from; i < to; i++) {
          sumX += points![2 * i]!;
          sumY += points![2 * i + 1]!;
        }
        return {
          x: patch.x - x + sumX / (to - from) * side,
          y: patch.y - y + sumY / (to - from) * side,
        };
      };
      return { ...face, eyes: { left: eye(LEFT_EYE), right: eye(RIGHT_EYE) } };
    },
    dispose() {
      step.dispose();
      state.dispose();
    },
  };
}

/** The patch in the middle of a black square of the network's size, and where in the square it is. */
function centred(patch: Picture): { values: Float32Array; x: number; y: number; side: number } {
  const side = Math.max(patch.width, patch.height);
  const scale = INPUT_SIZE / side;
  const width = Math.max(1, Math.round(patch.width * scale));
  const height = Math.max(1, Math.round(patch.height * scale));
  const small = rescale(patch, width, height);
  const left = (INPUT_SIZE - width) >> 1, top = (INPUT_SIZE - height) >> 1;
  const values = new Float32Array(INPUT_SIZE * INPUT_SIZE * 3);
  for (let row = 0; row < height; row++) {
    const pixels = small.pixels.subarray(row * width * 3, (row + 1) * width * 3);
    values.set(pixels, ((top + row) * INPUT_SIZE + left) * 3);
  }
  return { values, x: left / scale, y: top / scale, side };
}

/** @returns `[1, 136]`: x and y of 68 points as shares of the input's side */
function apply(weights: Tensors, image: tf.Tensor4D): tf.Tensor2D {
  const named = <T extends tf.Tensor>(name: string) => weights[name] as T;
  const biased = (x: tf.Tensor4D, layer: string) => tf.add<tf.Tensor4D>(x, named(`${layer}/bias`));
  const separable = (x: tf.Tensor4D, layer: string, stride: number) => {
    const depthwise = named<tf.Tensor4D>(`${layer}/depthwise_filter`);
    const pointwise = named<tf.Tensor4D>(`${layer}/pointwise_filter`);
    return biased(tf.separableConv2d(x, depthwise, pointwise, stride, "same"), layer);
  };
  const dense = (block: string, first: tf.Tensor4D) => {
    const one = tf.relu(first);
    const sum = tf.add<tf.Tensor4D>(one, separable(one, `${block}/conv1`, 1));
    return tf.relu(tf.add<tf.Tensor4D>(sum, separable(tf.relu(sum), `${block}/conv2`, 1)));
  };
  const input = tf.div<tf.Tensor4D>(tf.sub(image, tf.tensor1d(MEAN_RGB)), 255);
  const filters = named<tf.Tensor4D>("dense0/conv0/filters");
  let x = dense("dense0", biased(tf.conv2d(input, filters, 2, "same"), "dense0/conv0"));
  for (const block of ["dense1", "dense2"]) {
    x = dense(block, separable(x, `${block}/conv0`, 2));
  }
  const pooled = tf.mean(x, [1, 2]) as tf.Tensor2D;
  return tf.add(tf.matMul(pooled, named<tf.Tensor2D>("fc/weights")), named("fc/bias"));
}
