/** `deno task summary MODEL`: parameters and multiply-adds of a network, layer by layer. */
import { CLASS_LISTS, type ClassListName } from "lib/data/classes.ts";
import { layersOf } from "lib/figures/operations_table.ts";
import { thousands } from "lib/figures/words.ts";
import { createNetwork, NETWORK_NAMES } from "lib/models/networks.ts";
import type { NetworkDescription } from "lib/records/description.ts";
import { defineCommand, runCommand, UsageError } from "./cli.ts";

const command = defineCommand({
  name: "summary",
  summary: "Counts a network's parameters and multiply-adds, layer by layer.",
  positionals: [{ name: "MODEL", help: `one of ${NETWORK_NAMES.join(", ")}` }],
  options: {
    size: { type: "integer", value: "N", default: 64, help: "side of the pictures, 32 to 256" },
    classes: {
      type: "string",
      choices: Object.keys(CLASS_LISTS),
      default: "six",
      help: "class list of the outputs",
    },
    pooling: {
      type: "string",
      choices: ["average", "max"],
      help: "default average in the residual networks, max in the others",
    },
  },
  json: "counts of the network and of every layer",
  notes: "A multiply-add is one; batch norm counts two an element, global pooling one an input " +
    "element (fvcore's rule, the report's).\nSqueeze-and-excitation's scaling, activations and " +
    'additions are left out by it and stand under "other".',
  run({ options, positionals, print }) {
    const { size, classes } = options;
    const name = positionals[0]!;
    if (!(NETWORK_NAMES as readonly string[]).includes(name)) {
      throw new UsageError(
        `Cannot summarise ${name}: it must be one of ${NETWORK_NAMES.join(", ")}.`,
      );
    }
    if (size < 32 || size > 256) {
      throw new UsageError(`Cannot use --size: it must be from 32 to 256, but is ${size}.`);
    }
    const pooling = (options.pooling ?? (name.startsWith("residual") ? "average" : "max")) as
      | "average"
      | "max";
    const count = CLASS_LISTS[classes as ClassListName].length;
    const description = createNetwork(name, { classes: count, pooling, size }).describe(size);
    const share = convolutionShare(description);
    print({ ...record(description), pooling, convolutionShare: share }, text(description, share));
  },
});

/** Share of the multiply-adds that convolutions do. */
function convolutionShare({ blocks, multiplyAdds }: NetworkDescription): number {
  return blocks.flatMap(layersOf).filter(({ kind }) => kind === "convolution")
    .reduce((sum, layer) => sum + layer.multiplyAdds, 0) / multiplyAdds;
}

function record(description: NetworkDescription) {
  const { name, title, input, parameters, multiplyAdds, otherOperations } = description;
  const layers = description.blocks.flatMap(layersOf);
  return { name, title, input, parameters, multiplyAdds, otherOperations, layers };
}

function text(description: NetworkDescription, share: number): string {
  const { title, input, parameters, multiplyAdds, otherOperations } = description;
  const rows = description.blocks.flatMap(layersOf).map((layer) => [
    layer.path,
    layer.kind,
    layer.output.join("×"),
    ...[layer.parameters, layer.multiplyAdds, layer.otherOperations].map(thousands),
  ]);
  const head = ["layer", "kind", "output", "parameters", "multiply-adds", "other"];
  const total = ["total", "", "", ...[parameters, multiplyAdds, otherOperations].map(thousands)];
  const all = [head, ...rows, total];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)).join("  ")
      .trimEnd();
  return [
    `${title}, input ${input.join("×")}`,
    ...all.map(line),
    `Convolutions: ${(100 * share).toFixed(1)} % of the multiply-adds.`,
  ].join("\n");
}

if (import.meta.main) await runCommand(command);
