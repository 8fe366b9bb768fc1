/** Heat maps and plain predictions of a network with the weights it starts with. */
import type { Arrays, Engine } from "lib/engine/engine.ts";
import { createExplainer, type Explainer } from "lib/explain/explainer.ts";
import type { Network } from "lib/models/network.ts";

export function makeExplainer(
  engine: Engine,
  network: Network,
  weights: Arrays,
  size: number,
  classes: readonly string[],
): Explainer {
  return createExplainer(engine, {
    network,
    pooling: "average",
    weights: Object.fromEntries(
      network.weights.map(({ name }) => [name, weights[name]!.values as Float32Array]),
    ),
    preprocess: { size, mean: 0.5077, std: 0.255, classes },
    temperature: 1,
    origin: "untrained",
  });
}
