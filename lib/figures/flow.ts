/**
 * A chain of boxes from left to right with arrows between, a path beside it from one joint to
 * another, and room for two lines in a box: what drawings of networks are made of.
 */
import { COLOURS, SIZES } from "./style.ts";
import { circle, element, line, rect, text } from "./svg.ts";
import { wrap } from "./text.ts";

/** A box, or a round sign such as + and ×. */
export interface FlowNode {
  readonly title: string;
  readonly lines?: readonly string[];
  readonly fill: string;
  readonly round?: boolean;
}

/** A path under the chain. */
export interface SidePath {
  /** It leaves the chain before this node … */
  readonly from: number;
  /** … and comes back into this one. */
  readonly to: number;
  readonly nodes: readonly FlowNode[];
  /** Written on it where it has no nodes. */
  readonly label?: string;
}

export interface Flow {
  readonly nodes: readonly FlowNode[];
  readonly side?: SidePath;
  /** What goes in and comes out, e.g. a shape. */
  readonly input: string;
  readonly output: string;
}

const BOX = 62;
const SIDE_DROP = 24;
const SIGN = 11;

/** Draws a flow into a width. */
export function drawFlow({ nodes, side, input, output }: Flow, width: number) {
  const gap = nodes.length > 7 ? 11 : 15;
  const ends = 17;
  const signs = nodes.filter(({ round }) => round).length;
  const boxWidth = (width - 2 * ends - gap * (nodes.length - 1) - signs * 2 * SIGN) /
    (nodes.length - signs);
  const middle = 18 + BOX / 2;
  const spans: { from: number; to: number }[] = [];
  let x = ends;
  for (const { round } of nodes) {
    const w = round ? 2 * SIGN : boxWidth;
    spans.push({ from: x, to: x + w });
    x += w + gap;
  }
  const parts = [
    text(0, 8, `in ${input}`, { size: SIZES.small, fill: COLOURS.muted }),
    text(width, 8, `out ${output}`, { size: SIZES.small, fill: COLOURS.muted, anchor: "end" }),
    arrow(0, middle, spans[0]!.from, middle),
    arrow(spans.at(-1)!.to, middle, width, middle),
    ...spans.slice(1).map(({ from }, i) => arrow(spans[i]!.to, middle, from, middle)),
  ];
  let height = middle + BOX / 2;
  if (side) {
    const start = side.from === 0 ? 4 : spans[side.from]!.from - gap / 2;
    const end = (spans[side.to]!.from + spans[side.to]!.to) / 2;
    const box = side.nodes.length > 0;
    const y = height + SIDE_DROP + (box ? BOX / 2 : 0);
    parts.push(
      element("path", {
        d: `M${start},${middle}V${y}H${end}V${middle + SIGN + 1}`,
        fill: "none",
        stroke: COLOURS.ink,
        "stroke-width": 1.25,
      }),
      circle(start, middle, 2, { fill: COLOURS.ink }),
      head(end, middle + SIGN + 1, "up"),
    );
    const w = Math.min(96, (end - start - 40) / Math.max(1, side.nodes.length));
    const total = side.nodes.length * w + (side.nodes.length - 1) * gap;
    side.nodes.forEach((node, i) => {
      const left = (start + end - total) / 2 + i * (w + gap);
      parts.push(drawNode(node, left, y, w));
      parts.push(head(left - 1, y, "right"));
    });
    if (side.label !== undefined) {
      parts.push(text((start + end) / 2, y - 5, side.label, {
        size: SIZES.small,
        fill: COLOURS.muted,
        anchor: "middle",
      }));
    }
    height = y + (box ? BOX / 2 : 4);
  }
  spans.forEach(({ from, to }, i) => parts.push(drawNode(nodes[i]!, from, middle, to - from)));
  return { height: height + 2, svg: parts.join("") };
}

function drawNode(node: FlowNode, left: number, middle: number, width: number): string {
  const centre = left + width / 2;
  if (node.round) {
    return circle(centre, middle, SIGN, { fill: node.fill, stroke: COLOURS.ink }) +
      text(centre, middle + 5.5, node.title, { size: 16, anchor: "middle" });
  }
  const titles = wrap(node.title, width - 4, SIZES.small, "bold");
  const lines = (node.lines ?? []).flatMap((content) => wrap(content, width - 3, SIZES.tiny));
  const heights = [...titles.map(() => 13), ...lines.map(() => 12)];
  let y = middle - heights.reduce((sum, h) => sum + h, 0) / 2;
  const parts = [
    rect(left, middle - BOX / 2, width, BOX, { fill: node.fill, stroke: COLOURS.ink, rx: 4 }),
  ];
  titles.forEach((content) => {
    y += 13;
    parts.push(
      text(centre, y - 3, content, { size: SIZES.small, weight: "bold", anchor: "middle" }),
    );
  });
  lines.forEach((content) => {
    y += 12;
    parts.push(text(centre, y - 3, content, { size: SIZES.tiny, anchor: "middle" }));
  });
  return parts.join("");
}

function arrow(x1: number, y1: number, x2: number, y2: number): string {
  return line(x1, y1, x2 - 1, y2, { "stroke-width": 1.25 }) + head(x2 - 1, y2, "right");
}

function head(x: number, y: number, direction: "right" | "up"): string {
  const d = direction === "right" ? `M${x},${y}l-6,-3.2v6.4z` : `M${x},${y}l-3.2,6h6.4z`;
  return element("path", { d, fill: COLOURS.ink });
}
