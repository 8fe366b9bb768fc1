/**
 * A whole network as a row of feature maps: each a slab whose face shows the map's side and whose
 * depth shows its channels, vectors as bars, and below what each step costs. Drawn from the
 * network's description alone.
 */
import type { BlockDescription, NetworkDescription } from "../records/description.ts";
import { frame, innerWidth } from "./frame.ts";
import { countOperations, layersOf } from "./operations_table.ts";
import { COLOURS, LAYER_FILLS, SIZES } from "./style.ts";
import { element, line, rect, text } from "./svg.ts";
import { wrap } from "./text.ts";
import { percent, shortCount, thousands } from "./words.ts";

/** One result on the way through the network, with what it took to get there. */
interface Step {
  readonly names: readonly string[];
  readonly output: readonly number[];
  readonly fill: string;
  readonly parameters: number;
  readonly multiplyAdds: number;
}

const SLABS = 138;
const BAR = 40;

/**
 * @param network a description; its blocks become slabs, layers of one shape are taken together
 * @returns SVG
 * @throws Error when the description has no blocks
 */
export function networkFigure(network: NetworkDescription): string {
  if (network.blocks.length === 0) {
    throw new Error(`Cannot draw ${network.name}: it must have blocks, but has none`);
  }
  const steps = networkSteps(network);
  const width = innerWidth(SIZES.full);
  const left = 72;
  const column = (width - left) / steps.length;
  const centre = (i: number) => left + (i + 0.5) * column;
  const parts: string[] = [];
  steps.forEach((step, i) => {
    parts.push(step.output.length === 3 ? slab(step, centre(i)) : bar(step, centre(i)));
    wrap(step.names.join(" "), column - 4, SIZES.tiny).slice(0, 3).forEach((content, row) =>
      parts.push(text(centre(i), SLABS + 30 + row * 12, content, {
        size: SIZES.tiny,
        anchor: "middle",
      }))
    );
    parts.push(text(centre(i), SLABS + 14, step.output.join("×"), {
      size: SIZES.tiny,
      weight: steps.length > 9 ? "regular" : "bold",
      anchor: "middle",
    }));
  });
  let y = SLABS + 58;
  for (const key of ["parameters", "multiplyAdds"] as const) {
    const most = Math.max(...steps.map((step) => step[key]));
    const name = key === "parameters" ? "parameters" : "multiply-adds";
    parts.push(text(0, y + BAR, name, { size: SIZES.tiny, fill: COLOURS.muted }));
    parts.push(line(left, y + BAR + 0.5, width, y + BAR + 0.5, { stroke: COLOURS.rule }));
    steps.forEach((step, i) => {
      const height = (BAR - 14) * step[key] / most;
      if (step[key] === 0) return;
      parts.push(
        rect(centre(i) - 9, y + BAR - height, 18, height, { fill: COLOURS.ours }),
        text(centre(i), y + BAR - height - 4, shortCount(step[key]), {
          size: SIZES.tiny,
          anchor: "middle",
        }),
      );
    });
    y += BAR + 18;
  }
  const all = countOperations(network.blocks.flatMap(layersOf));
  const share = all.convolution / network.multiplyAdds;
  return frame({
    width: SIZES.full,
    title: network.title,
    caption: `${thousands(network.parameters)} parameters, ` +
      `${(network.multiplyAdds / 1e6).toFixed(1)} M multiply-adds by fvcore’s rule (convolutions ` +
      `${percent(share, 1)} %) for an input of ${
        network.input.join(" × ")
      }. Face of a slab: side ` +
      "of the maps; depth: channels (square roots). Drawn from the network’s own description.",
  }, { height: y - 6, svg: parts.join("") });
}

/** The results worth a slab: the input, and each change of shape after it. */
function networkSteps(network: NetworkDescription): Step[] {
  const nothing = { parameters: 0, multiplyAdds: 0 };
  const steps: Step[] = [
    { names: ["face"], output: network.input, fill: LAYER_FILLS.other, ...nothing },
  ];
  const add = (step: Step) => {
    const before = steps.at(-1)!;
    const merge = steps.length > 1 && before.output.join() === step.output.join() &&
      before.fill === LAYER_FILLS.weigh && step.multiplyAdds < before.multiplyAdds / 2;
    if (!merge) steps.push(step);
    else {
      steps[steps.length - 1] = {
        ...before,
        names: [...before.names, ...step.names],
        parameters: before.parameters + step.parameters,
        multiplyAdds: before.multiplyAdds + step.multiplyAdds,
      };
    }
  };
  for (const block of network.blocks) {
    if (block.kind !== "classifier") {
      add(stepOf(block));
      continue;
    }
    for (const layer of block.layers.filter(({ kind }) => kind === "linear")) {
      const { output, parameters, multiplyAdds } = layer;
      add({ names: ["linear"], output, fill: LAYER_FILLS.weigh, parameters, multiplyAdds });
    }
  }
  return steps;
}

function stepOf(block: BlockDescription): Step {
  const { parameters, convolution, counted } = countOperations(layersOf(block));
  const kinds: Record<BlockDescription["kind"], [string, string]> = {
    layer: ["", LAYER_FILLS.weigh],
    residual: ["residual block", LAYER_FILLS.combine],
    "residual-se": ["residual-SE block", LAYER_FILLS.attend],
    localisation: ["spatial transformer", LAYER_FILLS.normalise],
    classifier: ["", LAYER_FILLS.weigh],
  };
  const [name, fill] = kinds[block.kind];
  const words = block.layers.map(({ kind }) => LAYER_WORDS[kind] ?? kind);
  return {
    names: name === "" ? [words.join(" + ")] : [name],
    output: block.output,
    fill: words.every((word) => word.endsWith("pool")) ? LAYER_FILLS.activate : fill,
    parameters,
    multiplyAdds: convolution + counted,
  };
}

const LAYER_WORDS: Readonly<Record<string, string>> = {
  convolution: "conv",
  "batch-norm": "BN",
  relu: "ReLU",
  "global-pool": "pool",
};

/** A box seen from the front right: face ∝ √side, depth ∝ √channels. */
function slab({ output, fill }: Step, centre: number): string {
  const [side = 1, , channels = 1] = output;
  const face = 12 * Math.sqrt(side);
  const depth = 1 + 1.3 * Math.sqrt(channels);
  // The face is seen at an angle: narrow, its top edge rising to the right.
  const [across, rise] = [face * 0.22, face * 0.14];
  const x = centre - (depth + across) / 2;
  const bottom = SLABS - (SLABS - 12 - face) / 2 + rise / 2;
  const top = bottom - face;
  const face1 = `M${n(x)},${n(top)}h${n(depth)}v${n(face)}h${n(-depth)}z`;
  const face2 = `M${n(x + depth)},${n(top)}l${n(across)},${n(-rise)}v${n(face)}l${n(-across)},${
    n(rise)
  }z`;
  const face3 = `M${n(x)},${n(top)}l${n(across)},${n(-rise)}h${n(depth)}l${n(-across)},${n(rise)}z`;
  const style = { fill, stroke: COLOURS.ink, "stroke-width": 0.9, "stroke-linejoin": "round" };
  return element("path", { d: face3, ...style }) + element("path", { d: face1, ...style }) +
    element("path", { d: face2, ...style }) +
    element("path", { d: face2, fill: COLOURS.ink, "fill-opacity": 0.1 });
}

/** A vector: its length ∝ √features. */
function bar({ output, fill }: Step, centre: number): string {
  const height = 4 + 3.6 * Math.sqrt(Math.min(output[0] ?? 1, 1024));
  const top = 6 + (SLABS - height) / 2;
  return rect(centre - 4, top, 8, height, { fill, stroke: COLOURS.ink, "stroke-width": 0.9 });
}

function n(value: number): string {
  return value.toFixed(2);
}
