/**
 * The learned detector: face-api's SSD (MIT licence, V. Mühler, later V. Mandic): a single-shot
 * detector (Liu et al. 2016) on MobileNet v1 (Howard et al. 2017), whose weights come with the npm
 * package. Only the weights are used: the network is written here over tfjs-core as a step of the
 * engine, so it runs on whatever backend the program has chosen, native or in a browser, without a
 * second copy of tfjs. Prior boxes are computed instead of read, so the input need not be the square
 * of 512 that the network was trained with: a wide picture is not padded to a square, and a video
 * can be searched at a smaller size.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Arrays, ArrayValue, Engine, Tensors } from "../engine/engine.ts";
import type { Framing } from "./crop.ts";
import type { Detector } from "./detector.ts";
import { suppressOverlaps } from "./face.ts";
import type { Picture } from "./picture.ts";
import { fitted, rescale } from "./rescale.ts";
import { boxesWithin, decodeBoxes, MAPS, priorBoxes, TRAINED_SIZE } from "./ssd_boxes.ts";
import { decodeManifest, type WeightsManifest } from "./weights.ts";

export interface SsdOptions {
  /**
   * The picture's longer side is brought to this many pixels, a multiple of 32. Default 512, which
   * the network was trained at: less is faster and loses some faces, and so does more.
   */
  readonly inputSize?: number;
  /** Least score of a face, 0 to 1. Default 0.3. */
  readonly threshold?: number;
}

/** MobileNet's depthwise layers that halve the maps. */
const STRIDED = [2, 4, 6, 12];
const LAST_LAYER = 13;
/** The layer whose maps, at a 16th of the input, see the smallest faces. */
const FIRST_MAP = 11;
/** The input's sides are multiples of this, so that not every picture needs a program of its own. */
export const INPUT_STEP = 32;
/** The least size a picture is searched at. */
export const LEAST_INPUT = 128;
const BATCH_NORM_EPSILON = 1e-3;
const MAX_OVERLAP = 0.5;
/**
 * Medians over faces that both detectors find: its boxes end at the brows, the cascade's reach up
 * the forehead as FER-2013's pictures do.
 */
const FRAMING: Framing = { scale: 1.12, down: 0.02 };

/**
 * Makes the detector on an engine.
 *
 * @param manifest the package's `ssd_mobilenetv1_model-weights_manifest.json`
 * @param bytes the package's `ssd_mobilenetv1_model.bin`
 */
export function createSsdDetector(
  engine: Engine,
  manifest: WeightsManifest,
  bytes: Uint8Array<ArrayBuffer>,
  { inputSize = TRAINED_SIZE, threshold = 0.3 }: SsdOptions = {},
): Detector {
  if (inputSize % INPUT_STEP !== 0 || inputSize < LEAST_INPUT) {
    throw new Error(
      `Cannot make the detector: inputSize must be a multiple of ${INPUT_STEP} from ${LEAST_INPUT} on, ` +
        `but is ${inputSize}`,
    );
  }
  const state = engine.createState(foldBatchNorm(decodeManifest(manifest, bytes)));
  const step = engine.compile("detect-faces", state, (weights, { image }) => ({
    outputs: apply(weights, image as tf.Tensor4D),
  }));
  return {
    name: "learned",
    framing: FRAMING,
    async detect(picture) {
      const [width, height] = fitted(picture, inputSize);
      const image = padded(rescale(picture, width, height));
      const { encoded, scores } = await step.run({ image });
      const priors = priorBoxes(image.shape[2]!, image.shape[1]!);
      const faces = decodeBoxes(encoded!, scores!, priors, threshold);
      const scale = Math.max(picture.width, picture.height) / inputSize;
      return boxesWithin(suppressOverlaps(faces, MAX_OVERLAP), picture, scale);
    },
    dispose() {
      step.dispose();
      state.dispose();
    },
  };
}

/** `[1, height, width, 3]`, sides rounded up to multiples of 32 and filled with black. */
function padded({ width, height, pixels }: Picture): ArrayValue {
  const up = (side: number) => Math.ceil(side / INPUT_STEP) * INPUT_STEP;
  const shape = [1, up(height), up(width), 3];
  const values = new Float32Array(up(height) * up(width) * 3);
  for (let row = 0; row < height; row++) {
    values.set(pixels.subarray(row * width * 3, (row + 1) * width * 3), row * up(width) * 3);
  }
  return { shape, values };
}

/**
 * Keeps the weights that are used, each depthwise convolution with its batch norm multiplied in and
 * a bias in the norm's place.
 */
function foldBatchNorm(weights: Arrays): Arrays {
  const out: Record<string, ArrayValue> = {};
  for (const [name, array] of Object.entries(weights)) {
    if (/_pointwise|Predictor\/(weights|biases)$/.test(name)) out[name] = array;
    if (!name.endsWith("/depthwise_weights")) continue;
    const layer = name.slice(0, -"/depthwise_weights".length);
    const norm = (part: string) => weights[`${layer}/BatchNorm/${part}`]!.values;
    const [mean, beta] = [norm("moving_mean"), norm("beta")];
    const gain = Float32Array.from(
      norm("gamma"),
      (gamma, i) => gamma / Math.sqrt(norm("moving_variance")[i]! + BATCH_NORM_EPSILON),
    );
    const channels = gain.length;
    out[name] = { ...array, values: array.values.map((w, i) => w * gain[i % channels]!) };
    out[`${layer}/bias`] = {
      shape: [channels],
      values: gain.map((g, i) => beta[i]! - mean[i]! * g),
    };
  }
  return out;
}

/** @returns `encoded` `[boxes, 4]` and `scores` `[boxes]`, in the order of `priorBoxes` */
function apply(weights: Tensors, image: tf.Tensor4D): Tensors {
  const named = <T extends tf.Tensor>(name: string) => weights[name] as T;
  const relu6 = (x: tf.Tensor4D) => tf.clipByValue(x, 0, 6);
  const convolution = (x: tf.Tensor4D, layer: string, stride: number) =>
    relu6(tf.add(
      tf.conv2d(x, named<tf.Tensor4D>(`${layer}_pointwise/weights`), stride, "same"),
      named(`${layer}_pointwise/convolution_bn_offset`),
    ));
  const depthwise = (x: tf.Tensor4D, index: number) => {
    const layer = `MobilenetV1/Conv2d_${index}_depthwise`;
    const filter = named<tf.Tensor4D>(`${layer}/depthwise_weights`);
    const stride = STRIDED.includes(index) ? 2 : 1;
    return relu6(tf.add(tf.depthwiseConv2d(x, filter, stride, "same"), named(`${layer}/bias`)));
  };
  const maps: tf.Tensor4D[] = [];
  let x = convolution(tf.sub(tf.div(image, 127.5), 1), "MobilenetV1/Conv2d_0", 2);
  for (let index = 1; index <= LAST_LAYER; index++) {
    x = convolution(depthwise(x, index), `MobilenetV1/Conv2d_${index}`, 1);
    if (index === FIRST_MAP || index === LAST_LAYER) maps.push(x);
  }
  for (let index = 0; maps.length < MAPS; index += 2) {
    x = convolution(x, `Prediction/Conv2d_${index}`, 1);
    x = convolution(x, `Prediction/Conv2d_${index + 1}`, 2);
    maps.push(x);
  }
  const predict = (what: string, values: number) =>
    tf.concat(maps.map((map, i) => {
      const layer = `Prediction/BoxPredictor_${i}/${what}Predictor`;
      const out = tf.conv2d(map, named<tf.Tensor4D>(`${layer}/weights`), 1, "same");
      return tf.reshape(tf.add(out, named(`${layer}/biases`)), [-1, values]);
    }));
  // Three classes, of which the second is the face.
  const face = tf.slice(predict("Class", 3), [0, 1], [-1, 1]);
  return { encoded: predict("BoxEncoding", 4), scores: tf.sigmoid(tf.reshape(face, [-1])) };
}
