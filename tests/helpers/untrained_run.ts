/** A recorded run whose network was never trained, for what needs weights and not their quality. */
import { initWeights } from "../../lib/models/init.ts";
import { encodeModel } from "../../lib/models/model_file.ts";
import { createNetwork } from "../../lib/models/networks.ts";
import type { Run } from "../../lib/records/run.ts";
import { CLASSES, syntheticRun } from "./synthetic_run.ts";

/** A run on generated faces with the weights that training starts with. */
export async function untrainedRun(path: string): Promise<Run> {
  const size = 16;
  const network = createNetwork("residual", { classes: 6, pooling: "average", size });
  const model = {
    network,
    pooling: "average",
    weights: initWeights(network, 1),
    preprocess: { size, mean: 0.5, std: 0.25, classes: CLASSES },
    temperature: 1,
    origin: "untrained",
  } as const;
  await Deno.writeFile(`${path}/weights.safetensors`, encodeModel(model));
  return { ...syntheticRun(), path };
}
