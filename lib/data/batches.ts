/**
 * The order in which an epoch shows its pictures. It depends on (seed, epoch) alone, so a run that
 * is resumed in the middle of an epoch finds the same order again without storing it.
 */
import type { DataConfig } from "../records/run.ts";
import { Random, type StreamName } from "./random.ts";

export interface EpochOrderOptions {
  /** Number of pictures, and of draws. */
  readonly n: number;
  readonly seed: number;
  /** Counted from 1. */
  readonly epoch: number;
  readonly sampling: DataConfig["sampling"];
  /** `[n]`, class indices; needed for `balanced`. */
  readonly labels: ArrayLike<number>;
  /** Number of classes; needed for `balanced`. */
  readonly classes: number;
}

/**
 * Indices of the pictures of one epoch, `[n]`.
 *
 * `uniform`: every picture once. `balanced`: n draws with every class equally often (to within
 * one), so that pictures of rare classes return; within a class none returns before all were shown.
 *
 * @throws Error when `balanced` meets a class without pictures
 */
export function epochOrder(options: EpochOrderOptions): Uint32Array {
  const { n, seed, epoch, sampling } = options;
  const order = sampling === "uniform"
    ? Uint32Array.from({ length: n }, (_, index) => index)
    : balancedDraws(options);
  return shuffle(order, new Random().at(seed, "order", epoch));
}

function balancedDraws({ n, seed, epoch, labels, classes }: EpochOrderOptions): Uint32Array {
  const members = Array.from({ length: classes }, () => [] as number[]);
  for (let index = 0; index < n; index++) members[labels[index]!]!.push(index);
  const empty = members.findIndex((list) => list.length === 0);
  if (empty >= 0) {
    throw new Error(
      `Cannot draw balanced batches: every class must have a picture, but class ${empty} has none`,
    );
  }
  const draws = new Uint32Array(n);
  const stream: StreamName = "sampling";
  for (let c = 0; c < classes; c++) {
    const random = new Random().at(seed, stream, epoch, c);
    const deck = Uint32Array.from(members[c]!);
    // Class c takes the places c, c + classes, …: the caller shuffles them.
    for (let place = c, drawn = 0; place < n; place += classes, drawn++) {
      if (drawn % deck.length === 0) shuffle(deck, random);
      draws[place] = deck[drawn % deck.length]!;
    }
  }
  return draws;
}

/** Fisher and Yates' shuffle, in place. */
function shuffle(values: Uint32Array, random: Random): Uint32Array {
  for (let last = values.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const value = values[last]!;
    values[last] = values[other]!;
    values[other] = value;
  }
  return values;
}
