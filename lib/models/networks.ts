/**
 * The networks of the report, each a list of blocks. Names of the weights are those of the PyTorch
 * reference's `state_dict`; where the report gives only a count and a score, the structure that
 * gives that count was chosen, as the comments say.
 */
import type { NetworkName } from "../records/run.ts";
import { type Block, plain, residual } from "./blocks.ts";
import { buildNetwork } from "./build.ts";
import { batchNorm, conv, dropout, flatten, globalPool, linear, pool, relu } from "./layers.ts";
import type { Network } from "./network.ts";
import { spatialTransformer } from "./spatial_transformer.ts";

export interface NetworkOptions {
  readonly classes: number;
  /**
   * Global pooling of the residual networks (the report's text says average, its figure max), and
   * the two poolings of 2×2 of the others.
   */
  readonly pooling: "average" | "max";
  /** Side of the pictures; only `baseline` and the networks over it depend on it. */
  readonly size: number;
}

/** Widths of the stem and the four residual blocks. */
const WIDTHS = [64, 128, 256, 512, 512] as const;

function stem(): Block[] {
  return [
    plain("features.0", [conv("features.0", [3, WIDTHS[0]], { kernel: 3, padding: 1 })]),
    plain("features.1", [batchNorm("features.1", WIDTHS[0])]),
    plain("features.2", [relu("features.2")]),
  ];
}

function residualBlocks(count: number, excitation: boolean): Block[] {
  return Array.from(
    { length: count },
    (_, i) => residual(`features.${i + 3}`, [WIDTHS[i]!, WIDTHS[i + 1]!], { excitation }),
  );
}

/** Section 3.1: four residual blocks and a classifier with one hidden layer. */
function deep({ classes, pooling }: NetworkOptions, excitation: boolean): Block[] {
  return [
    ...stem(),
    ...residualBlocks(4, excitation),
    plain("features.7", [globalPool("features.7", pooling)]),
    plain("classifier", [
      flatten("classifier.0"),
      dropout("classifier.1", 0.4),
      linear("classifier.2", [512, 256]),
      relu("classifier.3"),
      dropout("classifier.4", 0.3),
      linear("classifier.5", [256, classes]),
    ], "classifier"),
  ];
}

/**
 * Section 4.3, 4.83 M parameters. The text says four residual blocks; no such network comes near
 * that count, three blocks and a single linear layer give it exactly: 4,827,206.
 */
function shallow({ classes, pooling }: NetworkOptions): Block[] {
  return [
    ...stem(),
    ...residualBlocks(3, false),
    plain("features.6", [globalPool("features.6", pooling)]),
    plain(
      "classifier",
      [flatten("classifier.0"), linear("classifier.1", [512, classes])],
      "classifier",
    ),
  ];
}

/** Section 4.3, about 34 M parameters: four convolutions, two max poolings, a large linear layer. */
function baseline({ classes, pooling, size }: NetworkOptions): Block[] {
  const side = Math.floor(Math.floor(size / 2) / 2);
  const step = (i: number, widths: readonly [number, number]) =>
    plain(`features.${i}`, [
      conv(`features.${i}`, widths, { kernel: 3, padding: 1, bias: true }),
      relu(`features.${i + 1}`),
    ]);
  return [
    step(0, [3, 32]),
    step(2, [32, 64]),
    plain("features.4", [pool("features.4", pooling)]),
    step(5, [64, 128]),
    step(7, [128, 128]),
    plain("features.9", [pool("features.9", pooling)]),
    plain("classifier", [
      flatten("classifier.0"),
      linear("classifier.1", [side * side * 128, 1024]),
      relu("classifier.2"),
      linear("classifier.3", [1024, classes]),
    ], "classifier"),
  ];
}

const NETWORKS: Readonly<Record<NetworkName, (options: NetworkOptions) => Network>> = {
  baseline: (options) =>
    buildNetwork("baseline", "Baseline CNN", options.classes, baseline(options)),
  stn: (options) =>
    buildNetwork("stn", "Spatial transformer + baseline", options.classes, [
      spatialTransformer(options.size, { identityStart: false }),
      ...baseline(options),
    ]),
  "stn-stable": (options) =>
    buildNetwork("stn-stable", "Spatial transformer, identity start", options.classes, [
      spatialTransformer(options.size, { identityStart: true }),
      ...baseline(options),
    ]),
  residual: (options) =>
    buildNetwork("residual", "Residual network", options.classes, shallow(options)),
  "residual-deep": (options) =>
    buildNetwork(
      "residual-deep",
      "Residual network, four blocks",
      options.classes,
      deep(options, false),
    ),
  "residual-se": (options) =>
    buildNetwork("residual-se", "Residual-SE network", options.classes, deep(options, true)),
};

export const NETWORK_NAMES = Object.keys(NETWORKS) as NetworkName[];

/** The network of a name. Throws on an unknown name, with the list of known ones. */
export function createNetwork(name: string, options: NetworkOptions): Network {
  const create = (NETWORKS as Readonly<Record<string, (o: NetworkOptions) => Network>>)[name];
  if (!create) {
    throw new Error(
      `Cannot make network ${name}: it must be one of ${NETWORK_NAMES.join(", ")}`,
    );
  }
  return create(options);
}
