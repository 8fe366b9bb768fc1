/** The trained network of a recorded run. */
import { createHash } from "node:crypto";
import { decodeModel, type Model } from "lib/models/model_file.ts";
import type { Run } from "lib/records/run.ts";

/** @throws Error when the run's weights were not kept */
export async function runModel(
  run: Pick<Run, "path">,
): Promise<{ readonly model: Model; /** SHA-256 of the file. */ readonly hash: string }> {
  const path = `${run.path}/weights.safetensors`;
  const bytes = await Deno.readFile(path).catch((cause) => {
    throw new Error(
      `Cannot use the network of ${run.path}: its weights must be kept, but are not. Train it with ` +
        "--keep-weights --fresh",
      { cause },
    );
  });
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { model: decodeModel(bytes, path), hash };
}
