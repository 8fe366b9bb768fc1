/** How much computing a run is, so that one run's speed foretells how long the others take. */
import recordedData from "../../data/description.json" with { type: "json" };
import { createNetwork } from "lib/models/networks.ts";
import type { RunConfig } from "lib/records/run.ts";

/** Multiply-adds of the forward passes over all epochs; null where the pictures are not counted. */
export function workOf(config: RunConfig): number | null {
  const pictures = picturesOf(config);
  if (pictures === null) return null;
  return config.stages.reduce(
    (sum, { size, epochs }) => sum + epochs * pictures * multiplyAdds(config, size),
    0,
  );
}

/** Multiply-adds of one picture of this side. */
export function multiplyAdds(config: RunConfig, size: number): number {
  const { name, pooling } = config.network;
  const classes = config.data.classes.length;
  return createNetwork(name, { classes, pooling, size: config.evaluationSize }).describe(size)
    .multiplyAdds;
}

function picturesOf({ data, limit }: RunConfig): number | null {
  if (limit !== null) return limit;
  const { datasets } = recordedData as {
    datasets: Record<string, { tables: Record<string, { training: number; classes: object }> }>;
  };
  const tables = Object.values(datasets[data.dataset]?.tables ?? {});
  return tables.find(({ classes }) => Object.keys(classes).length === data.classes.length)
    ?.training ?? null;
}
