/**
 * Section 4.3's count of operations: multiply-adds and parameters of a network, from what the
 * network says of itself, by the report's counting rule and in full.
 */
import type {
  BlockDescription,
  LayerDescription,
  NetworkDescription,
} from "../records/description.ts";
import { REPORT_OPERATIONS } from "./report.ts";
import type { Cell, Table } from "./table.ts";
import { percent, thousands } from "./words.ts";

/** Operations of some layers, in numbers of multiply-adds or single operations. */
export interface OperationCount {
  readonly parameters: number;
  readonly convolution: number;
  /** Batch norm, pooling, linear layers: counted by fvcore's rule too. */
  readonly counted: number;
  /** What that rule leaves out: activations, additions, scaling. */
  readonly other: number;
}

/** Sums the operations of layers. */
export function countOperations(layers: readonly LayerDescription[]): OperationCount {
  const sum = (value: (layer: LayerDescription) => number) =>
    layers.reduce((total, layer) => total + value(layer), 0);
  return {
    parameters: sum(({ parameters }) => parameters),
    convolution: sum(({ kind, multiplyAdds }) => kind === "convolution" ? multiplyAdds : 0),
    counted: sum(({ kind, multiplyAdds }) => kind === "convolution" ? 0 : multiplyAdds),
    other: sum(({ otherOperations }) => otherOperations),
  };
}

/** All layers of a block, those of its shortcut included. */
export function layersOf({ layers, shortcut }: BlockDescription): readonly LayerDescription[] {
  return [...layers, ...shortcut];
}

/** A row per block, the total, and the convolutions' share: for print. */
export function operationsTable(network: NetworkDescription): Table {
  const rows: Cell[][] = network.blocks.map((block) => [
    block.name,
    block.output.join(" × "),
    ...numbers(countOperations(layersOf(block))),
  ]);
  const total = countOperations(network.blocks.flatMap(layersOf));
  rows.push(["Total", "", ...numbers(total)].map((text) => ({ text, bold: true })));
  const millions = (value: number) => `${(value / 1e6).toFixed(1)} M`;
  const byRule = total.convolution + total.counted;
  const report = network.name === "residual-se"
    ? ` The report states ${millions(REPORT_OPERATIONS.multiplyAdds)} and ` +
      `${percent(REPORT_OPERATIONS.convolutionShare, 1)} %.`
    : "";
  return {
    title: `Operations of one picture: ${network.title}`,
    columns: [
      { header: "Block" },
      { header: "Output", align: "right" },
      { header: "Parameters", align: "right" },
      { header: "convolution", group: "Multiply-adds", align: "right" },
      { header: "other", group: "Multiply-adds", align: "right" },
      { header: "Left out", align: "right" },
      { header: "Full", align: "right" },
    ],
    rows,
    parts: [network.blocks.length],
    caption: `Input ${network.input.join(" × ")}. By fvcore’s rule (a multiply-add is one, batch ` +
      `norm two per element, pooling one per input element) ${millions(byRule)}, of which ` +
      `convolutions ${
        percent(total.convolution / byRule, 1)
      } %.${report} “Left out” by that rule: ` +
      "activations, additions, scaling, biases; “Full” adds them, an operation as one.",
  };
}

/** A row per layer: for a notebook. */
export function layerTable(network: NetworkDescription): Table {
  const parts: number[] = [];
  const rows: Cell[][] = [];
  for (const block of network.blocks) {
    if (rows.length > 0) parts.push(rows.length);
    for (const layer of layersOf(block)) {
      rows.push([
        layer.path,
        layer.kind,
        layer.output.join(" × "),
        thousands(layer.parameters),
        thousands(layer.multiplyAdds),
        thousands(layer.otherOperations),
      ]);
    }
  }
  const { parameters, multiplyAdds, otherOperations } = network;
  rows.push(
    ["Total", "", "", ...[parameters, multiplyAdds, otherOperations].map(thousands)].map(
      (text) => ({ text, bold: true as const }),
    ),
  );
  return {
    title: `Layers of ${network.title}`,
    columns: [
      { header: "Layer" },
      { header: "Kind" },
      { header: "Output", align: "right" },
      { header: "Parameters", align: "right" },
      { header: "Multiply-adds", align: "right" },
      { header: "Left out", align: "right" },
    ],
    rows,
    parts: [...parts, rows.length - 1],
    caption: `Input ${network.input.join(" × ")}. Multiply-adds by fvcore’s rule; “left out” are ` +
      "the operations that rule does not count.",
  };
}

function numbers({ parameters, convolution, counted, other }: OperationCount): string[] {
  return [parameters, convolution, counted, other, convolution + counted + other].map(thousands);
}
