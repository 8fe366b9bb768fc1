/**
 * Figures 1 to 4 of the report, drawn from what the network says of itself: change the network and
 * the drawing changes.
 */
import type {
  BlockDescription,
  LayerDescription,
  NetworkDescription,
} from "../records/description.ts";
import { drawFlow, type Flow, type FlowNode } from "./flow.ts";
import { frame, innerWidth } from "./frame.ts";
import { countOperations, layersOf } from "./operations_table.ts";
import { LAYER_FILLS, SIZES } from "./style.ts";
import { percent, shortCount } from "./words.ts";

/** Layers of squeeze-and-excitation, by their place in a block. */
const EXCITATION = ".se.";

/** Figure 1: from the picture to the features, a box per block. */
export function featureExtractorFigure(network: NetworkDescription): string {
  const blocks = network.blocks.filter(({ kind }) => kind !== "classifier");
  return flowFigure(network, "Feature extraction", blocks.flatMap(layersOf), {
    nodes: blocks.map(blockNode),
    input: shape(network.input),
    output: shape(blocks.at(-1)?.output ?? network.input),
  });
}

/** Figure 2: the layers from the features to the classes. */
export function classifierFigure(network: NetworkDescription): string {
  const block = network.blocks.find(({ kind }) => kind === "classifier");
  if (!block) throw noBlock(network, "classifier");
  return flowFigure(network, "Classification head", layersOf(block), {
    nodes: block.layers.map(layerNode),
    input: shape(block.layers[0]!.input),
    output: `${shape(block.output)} logits`,
  });
}

/**
 * Figure 3: one residual block, squeeze-and-excitation as one box.
 *
 * @param name of the block, e.g. `features.3`; the first residual block unless said
 * @throws Error when the network has no such block, with those it has
 */
export function residualBlockFigure(network: NetworkDescription, name?: string): string {
  const block = findResidual(network, name, ["residual", "residual-se"]);
  const nodes: FlowNode[] = [];
  for (const layer of block.layers) {
    if (!layer.path.includes(EXCITATION)) nodes.push(layerNode(layer));
    else if (nodes.at(-1)?.title !== "SE") {
      nodes.push({ title: "SE", lines: ["Fig. 4"], fill: LAYER_FILLS.attend });
    }
  }
  return flowFigure(network, `Residual block ${block.name}`, layersOf(block), {
    nodes,
    input: shape(block.layers[0]!.input),
    output: shape(block.output),
    side: {
      from: 0,
      to: nodes.findIndex(({ title }) => title === "+"),
      nodes: block.shortcut.map(layerNode),
      ...(block.shortcut.length === 0 ? { label: "shortcut" } : {}),
    },
  });
}

/**
 * Figure 4: squeeze-and-excitation inside a residual block.
 *
 * @param name of the block; the first with squeeze-and-excitation unless said
 * @throws Error when the network has no such block, with those it has
 */
export function squeezeExcitationFigure(network: NetworkDescription, name?: string): string {
  const block = findResidual(network, name, ["residual-se"]);
  const layers = block.layers.filter(({ path }) => path.includes(EXCITATION));
  const nodes = layers.map(layerNode);
  return flowFigure(network, `Squeeze-and-excitation in ${block.name}`, layers, {
    nodes,
    input: shape(layers[0]!.input),
    output: shape(layers.at(-1)!.output),
    side: { from: 0, to: nodes.length - 1, nodes: [], label: "every channel times its weight" },
  });
}

function flowFigure(
  network: NetworkDescription,
  part: string,
  layers: readonly LayerDescription[],
  flow: Flow,
): string {
  const { parameters, convolution, counted } = countOperations(layers);
  const share = (value: number, total: number) =>
    value / total < 0.0005 ? "under 0.1 %" : `${percent(value / total, 1)} %`;
  const operations = convolution + counted;
  return frame({
    width: SIZES.full,
    title: `${part} of the ${network.title}`,
    caption: `Drawn from the network’s own description, input ${shape(network.input)}. ` +
      `${shortCount(parameters)} parameters (${share(parameters, network.parameters)} of the ` +
      `network), ${shortCount(operations)} multiply-adds ` +
      `(${share(operations, network.multiplyAdds)}, fvcore’s rule). Shapes: height × width × ` +
      "channels.",
  }, drawFlow(flow, innerWidth(SIZES.full)));
}

function blockNode(block: BlockDescription): FlowNode {
  const { parameters } = countOperations(layersOf(block));
  const size = parameters === 0 ? [] : [shortCount(parameters)];
  switch (block.kind) {
    case "residual":
      return {
        title: "Residual block",
        lines: [compact(block.output), ...size],
        fill: LAYER_FILLS.combine,
      };
    case "residual-se":
      return {
        title: "Residual-SE",
        lines: [compact(block.output), ...size],
        fill: LAYER_FILLS.attend,
      };
    case "localisation":
      return { title: "Spatial transformer", lines: size, fill: LAYER_FILLS.attend };
    case "layer":
    case "classifier": {
      const [first, ...rest] = block.layers.map(layerNode);
      const lines = [...(first!.lines ?? []), ...rest.map(({ title }) => `+ ${title}`)];
      const changes = block.spatial &&
        block.layers.some(({ input, output }) => shape(input) !== shape(output));
      return { ...first!, lines: changes ? [...lines, compact(block.output)] : lines };
    }
    default:
      return block.kind satisfies never;
  }
}

function layerNode(layer: LayerDescription): FlowNode {
  const { detail } = layer;
  const channels = [layer.input.at(-1), layer.output.at(-1)].join(" → ");
  switch (layer.kind) {
    case "convolution": {
      const stride = detail["stride"] === 1 ? [] : [`stride ${detail["stride"]}`];
      const title = `Conv ${detail["kernel"]} × ${detail["kernel"]}`;
      return { title, lines: [...stride, channels], fill: LAYER_FILLS.weigh };
    }
    case "linear":
      return { title: "Linear", lines: [channels], fill: LAYER_FILLS.weigh };
    case "batch-norm":
      return { title: "Batch norm", fill: LAYER_FILLS.normalise };
    case "relu":
      return { title: "ReLU", fill: LAYER_FILLS.activate };
    case "sigmoid":
      return { title: "Sigmoid", lines: ["0 to 1"], fill: LAYER_FILLS.activate };
    case "dropout":
      return { title: "Dropout", lines: [`${detail["rate"]}`], fill: LAYER_FILLS.other };
    case "flatten":
      return { title: "Flatten", lines: [shape(layer.output)], fill: LAYER_FILLS.other };
    case "pool":
      return {
        title: `${detail["pooling"] === "max" ? "Max" : "Mean"} pool`,
        lines: [`${detail["kernel"]} × ${detail["kernel"]}`],
        fill: LAYER_FILLS.combine,
      };
    case "global-pool":
      return {
        title: `${detail["pooling"] === "max" ? "Max" : "Mean"} over the map`,
        lines: [shape(layer.output)],
        fill: LAYER_FILLS.combine,
      };
    case "scale":
      return { title: "×", fill: LAYER_FILLS.attend, round: true };
    case "add":
      return { title: "+", fill: LAYER_FILLS.combine, round: true };
    case "spatial-transform":
      return { title: "Sample", lines: ["affine grid"], fill: LAYER_FILLS.attend };
    default:
      return layer.kind satisfies never;
  }
}

function findResidual(
  network: NetworkDescription,
  name: string | undefined,
  kinds: readonly BlockDescription["kind"][],
): BlockDescription {
  const candidates = network.blocks.filter(({ kind }) => kinds.includes(kind));
  const block = candidates.find((candidate) => name === undefined || candidate.name === name);
  if (!block) throw noBlock(network, `${kinds.at(-1)} block${name ? ` ${name}` : ""}`, candidates);
  return block;
}

function noBlock(
  network: NetworkDescription,
  what: string,
  candidates: readonly BlockDescription[] = [],
): Error {
  const has = candidates.length === 0 ? "none" : candidates.map(({ name }) => name).join(", ");
  return new Error(`Cannot draw the ${what} of ${network.name}: it must have one, but has ${has}`);
}

/** A shape for a narrow box. */
function compact(sides: readonly number[]): string {
  return sides.join("×");
}

function shape(sides: readonly number[]): string {
  return sides.join(" × ");
}
