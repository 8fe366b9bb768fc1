/**
 * How wide a text is, without a browser: the advance widths of IBM Plex Sans for what figures are
 * written with. With them captions wrap, columns fit and labels keep clear of each other.
 */
import { SIZES } from "./style.ts";

type Weight = "regular" | "bold";

/** Advances in thousandths of the size, from space (32) to tilde (126). A test compares the font. */
const ADVANCES: Record<Weight, readonly number[]> = {
  // deno-fmt-ignore
  regular: [
    236, 284, 419, 713, 598, 927, 694, 242, 335, 335, 450, 600, 272, 399, 272, 383, 600, 600, 600,
    600, 600, 600, 600, 600, 600, 600, 292, 292, 600, 600, 600, 477, 891, 641, 653, 621, 671, 583,
    559, 695, 707, 400, 510, 634, 501, 812, 707, 708, 606, 708, 640, 581, 572, 678, 609, 891, 613,
    593, 580, 317, 383, 317, 600, 565, 600, 534, 580, 503, 580, 549, 324, 528, 568, 250, 250, 527,
    272, 873, 568, 560, 580, 580, 367, 487, 351, 568, 492, 768, 507, 499, 464, 343, 314, 343, 600,
  ],
  // deno-fmt-ignore
  bold: [
    236, 309, 471, 656, 600, 960, 713, 260, 337, 337, 556, 600, 299, 402, 299, 437, 600, 600, 600,
    600, 600, 600, 600, 600, 600, 600, 319, 319, 600, 600, 600, 493, 899, 672, 663, 642, 689, 600,
    577, 712, 719, 423, 545, 678, 521, 817, 719, 712, 641, 712, 664, 611, 580, 689, 638, 949, 655,
    632, 599, 329, 437, 329, 600, 559, 600, 559, 600, 513, 600, 558, 350, 545, 588, 275, 275, 562,
    294, 888, 588, 563, 600, 600, 393, 499, 374, 588, 524, 819, 544, 524, 502, 363, 376, 363, 600,
  ],
};

/** Signs outside ASCII; anything else counts as wide as a digit. */
const SIGNS: Readonly<Record<string, number>> = {
  "–": 588,
  "—": 780,
  "…": 869,
  "→": 876,
  "↓": 876,
  "·": 349,
  "σ": 585,
  "γ": 529,
  "′": 260,
  "✓": 912,
};

/** Width of one line, in pixels. */
export function textWidth(content: string, size: number = SIZES.label, weight: Weight = "regular") {
  let thousandths = 0;
  for (const sign of content) {
    thousandths += ADVANCES[weight][sign.codePointAt(0)! - 32] ?? SIGNS[sign] ?? 600;
  }
  return thousandths * size / 1000;
}

/** Breaks a text at spaces into lines that fit `width`. A longer word gets a line of its own. */
export function wrap(
  content: string,
  width: number,
  size: number = SIZES.label,
  weight: Weight = "regular",
): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of content.split(" ")) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (current !== "" && textWidth(longer, size, weight) > width) {
      lines.push(current);
      current = word;
    } else {
      current = longer;
    }
  }
  return [...lines, current];
}

/**
 * Moves labels apart along one direction until each is `gap` from the next, as little as possible
 * and in their order.
 *
 * @param wanted where each label belongs
 * @param low,high the room they must stay in, as far as it holds them all
 * @returns positions in the order of `wanted`
 */
export function spread(
  wanted: readonly number[],
  gap: number,
  low = -Infinity,
  high = Infinity,
): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  // Neighbours that touch form a cluster, which sits around the mean of what its labels want.
  const clusters: { members: number[]; start: number }[] = [];
  for (const i of order) {
    let cluster = place([i]);
    for (
      let before = clusters.at(-1);
      before && cluster.start < before.start + before.members.length * gap;
      before = clusters.at(-1)
    ) {
      clusters.pop();
      cluster = place([...before.members, ...cluster.members]);
    }
    clusters.push(cluster);
  }
  const positions = new Array<number>(wanted.length);
  for (const { members, start } of clusters) {
    members.forEach((i, rank) => positions[i] = start + rank * gap);
  }
  return positions;

  function place(members: number[]) {
    const mean = members.reduce((sum, i, rank) => sum + wanted[i]! - rank * gap, 0) /
      members.length;
    const last = high - (members.length - 1) * gap;
    return { members, start: Math.max(low, Math.min(mean, last)) };
  }
}

/** A rectangle that a label takes up. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The area of a line of text that starts at `x` on the baseline `y`. */
export function textArea(
  x: number,
  y: number,
  content: string,
  size: number,
  weight: Weight,
): Area {
  return {
    left: x,
    right: x + textWidth(content, size, weight),
    top: y - 0.8 * size,
    bottom: y + 2,
  };
}

/**
 * The first of some places for a label that lies inside `room` and on none of the areas that are
 * taken; the first of all where there is none. The area chosen is added to those taken.
 */
export function placeLabel(places: readonly Area[], taken: Area[], room: Area): Area {
  const inside = (area: Area) =>
    area.left >= room.left && area.right <= room.right && area.top >= room.top &&
    area.bottom <= room.bottom;
  const free = (area: Area) =>
    taken.every((other) =>
      area.right < other.left || area.left > other.right || area.bottom < other.top ||
      area.top > other.bottom
    );
  const place = places.find((area) => inside(area) && free(area)) ?? places[0]!;
  taken.push(place);
  return place;
}
