/**
 * How much arithmetic a step is, and which share of the machine's peak a rate therefore reaches. The
 * peak is the fastest product of large matrices that any contender computed in the same precision:
 * measured, not read off a data sheet.
 */
import type { Precision } from "lib/engine/engine.ts";
import type { NetworkDescription } from "lib/records/description.ts";
import type { ContenderResult } from "./measure.ts";

/** 10⁹ multiplications and additions a picture, of convolutions and linear layers alone. */
export interface Work {
  readonly training: number;
  readonly inference: number;
}

/**
 * Work of a network. Training computes, for each of these layers, the output, the gradient by the
 * weights and the gradient by the input, which nobody needs of the first layer.
 */
export function workOf({ blocks }: NetworkDescription): Work {
  const products = blocks.flatMap(({ layers, shortcut }) => [...layers, ...shortcut])
    .filter(({ kind }) => kind === "convolution" || kind === "linear")
    .map(({ multiplyAdds }) => 2 * multiplyAdds / 1e9);
  const inference = products.reduce((sum, each) => sum + each, 0);
  return { training: 3 * inference - (products[0] ?? 0), inference };
}

/** Fastest product in each precision, 10⁹ operations a second. */
export type Peaks = Partial<Record<Precision, number>>;

export function productPeaks(results: readonly ContenderResult[]): Peaks {
  const peaks: Peaks = {};
  for (const { precision, productGflops } of results) {
    if (productGflops) peaks[precision] = Math.max(peaks[precision] ?? 0, productGflops);
  }
  return peaks;
}

/** Share of the peak that training reaches, 0 to 1; null where either was not measured. */
export function trainingShare(
  { training, precision }: ContenderResult,
  work: Work,
  peaks: Peaks,
): number | null {
  const peak = peaks[precision];
  return training && peak ? training.picturesPerSecond * work.training / peak : null;
}
