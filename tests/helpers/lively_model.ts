/**
 * A model that is not trained and yet answers differently to different faces, for tests of what
 * surrounds a network. Fresh weights answer almost alike to everything: their last layer is made
 * stronger, and blind to what all hidden units have in common.
 */
import { initWeights } from "../../lib/models/init.ts";
import type { Model } from "../../lib/models/model_file.ts";
import { createNetwork } from "../../lib/models/networks.ts";

const CLASSES = ["angry", "disgust", "fear", "happy", "sad", "surprise"];
const STRENGTH = 150;

export function livelyModel(): Model {
  const network = createNetwork("residual-se", { classes: 6, pooling: "average", size: 64 });
  const weights = initWeights(network, 4);
  const last = weights["classifier.5.weight"]!;
  const means = CLASSES.map((_, c) => mean(last.filter((_, i) => i % CLASSES.length === c)));
  weights["classifier.5.weight"] = last.map((value, i) =>
    (value - means[i % CLASSES.length]!) * STRENGTH
  );
  return {
    network,
    pooling: "average",
    weights,
    preprocess: { size: 64, mean: 0.5077, std: 0.255, classes: CLASSES },
    temperature: 0.5,
    origin: "weights for tests",
  };
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
