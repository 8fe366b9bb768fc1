/** What weights are called that a run left, in their file and in the record of a run begun from them. */
import type { RunConfig } from "./run.ts";

export function originOfWeights({ experiment, budget, seed }: RunConfig): string {
  return `${experiment}, budget ${budget}, seed ${seed}`;
}
