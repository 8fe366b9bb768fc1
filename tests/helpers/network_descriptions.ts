/** What the networks say of themselves, for figures: real descriptions, in a fixed order. */
import { createNetwork, NETWORK_NAMES } from "../../lib/models/networks.ts";
import type { NetworkDescription } from "../../lib/records/description.ts";

/** All networks at 64 × 64 with six classes; `residual-se` is the last. */
export function networkDescriptions(
  pooling: "average" | "max" = "average",
): NetworkDescription[] {
  return NETWORK_NAMES.map((name) =>
    createNetwork(name, { classes: 6, pooling, size: 64 }).describe(64)
  );
}
