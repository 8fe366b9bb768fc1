/** The option `--margin` of the programs that cut faces out. */
import { UsageError } from "./cli.ts";

export const MARGIN_OPTION = {
  type: "number",
  value: "SHARE",
  default: 0,
  help: "widen what is cut out, on each side, by this share of it",
} as const;

/** @throws UsageError when so little or so much would be cut out that it is no face */
export function checkMargin(margin: number): void {
  if (margin >= -0.4 && margin <= 2) return;
  throw new UsageError(`Cannot use --margin: it must be from -0.4 to 2, but is ${margin}.`);
}
